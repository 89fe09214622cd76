"""Acting on a check: forms behind a summary, each with its fields, its button, and the sentence on what lacks."""

from collections.abc import Callable

from viewmark.archive.checks import FiledCheck, RegisterAnswer
from viewmark.casework.casework import TECHNICAL_STATES
from viewmark.casework.decisions import OTHER, SAME
from viewmark.casework.referral import STATEMENTS
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, link, section, text
from viewmark.ui.fields import Field, choices
from viewmark.ui.forms import form_part
from viewmark.ui.language import _
from viewmark.ui.putting import putting_part
from viewmark.ui.tried import tried
from viewmark.ui.wording import DECISIONS
from viewmark_protocol.checks import LINK_KINDS, Check
from viewmark_protocol.marks import COMPONENTS, KINDS


def deciding_part(
    desk: Desk, token: str, filed: FiledCheck, answer: RegisterAnswer | None, done: Callable[[], None]
) -> None:
    """Put the forms by which an operator decides on the register's candidates; nothing where there are none."""
    candidates = answer.candidates if answer else []
    if not candidates or desk.people.operator(token) is None:
        return
    named = [(one.register_id, f"{one.register_id}: {one.serial} {one.maker or ''}".strip()) for one in candidates]
    with section(_("The register's candidates"), "deciding"):
        _deciding(desk, token, filed, named, done)
        _confirming(desk, token, filed, named, done)


def acting_part(desk: Desk, token: str, filed: FiledCheck, check: Check, done: Callable[[], None]) -> None:
    """Put the forms by which an operator corrects, assesses and links; `done` draws the rest of the page again."""
    with section(_("Your part"), "acting"):
        if desk.people.operator(token) is None:
            with box("vm-row", "p"):
                text(_("Who corrects or decides is on record."))
                link(_("Sign in"), f"/sign-in?next=/check/{filed.id}", test="act-sign-in")
            return
        _correcting(desk, token, filed, check, done)
        _assessing(desk, token, filed, done)
        _linking(desk, token, filed, done)
        if check.firearms:
            putting_part(desk, token, filed)


def _deciding(
    desk: Desk, token: str, filed: FiledCheck, named: list[tuple[str, str]], done: Callable[[], None]
) -> None:
    with form_part(_("Is it one of the register's weapons?"), "decide"):
        which = Field(_("Candidate"), "decide-candidate", options=named)
        word = Field(_("It is"), "decide-word", options=[(one, _(DECISIONS[one])) for one in (OTHER, SAME)])
        reason = Field(_("Why"), "decide-reason")
        _send(
            _("Decide"),
            "decide-send",
            lambda: desk.cases.decide(token, filed, which.value, word.value, reason.value),
            done,
        )


def _confirming(
    desk: Desk, token: str, filed: FiledCheck, named: list[tuple[str, str]], done: Callable[[], None]
) -> None:
    with form_part(_("The owner of the record confirmed it"), "confirm"):
        which = Field(_("Candidate"), "confirm-candidate", options=named)
        authority = Field(_("Authority that owns the record"), "confirm-authority")
        reference = Field(_("Its reference"), "confirm-reference")
        _send(
            _("Record the confirmation"),
            "confirm-send",
            lambda: desk.cases.confirm(token, filed, which.value, authority.value, reference.value),
            done,
        )


def _correcting(desk: Desk, token: str, filed: FiledCheck, check: Check, done: Callable[[], None]) -> None:
    with form_part(_("Correct a mark, beside what was recorded"), "correct"):
        numbers = [(str(number), _("firearm {0}").format(number + 1)) for number in range(len(check.firearms))]
        firearm = Field(_("Weapon"), "correct-firearm", options=numbers) if len(numbers) > 1 else None
        component = Field(_("Part"), "correct-component", options=choices(COMPONENTS.words))
        kind = Field(_("Mark"), "correct-kind", options=choices(KINDS.words))
        now = Field(_("It says"), "correct-now")
        reason = Field(_("Why"), "correct-reason")
        _send(
            _("Correct"),
            "correct-send",
            lambda: desk.cases.correct(
                token,
                filed,
                int(firearm.value) if firearm else 0,
                component.value,
                kind.value,
                now.value,
                reason.value,
            ),
            done,
        )


def _assessing(desk: Desk, token: str, filed: FiledCheck, done: Callable[[], None]) -> None:
    with form_part(_("Say which kind of weapon it is, and how it came here"), "assess"):
        state = Field(_("It is"), "assess-state", options=choices(TECHNICAL_STATES))
        said = {
            name: Field(_(why), f"assess-{name}", options=[("no", _("not known")), ("yes", _("yes"))])
            for name, why in STATEMENTS
        }
        _send(
            _("Keep"),
            "assess-send",
            lambda: desk.cases.assess(
                token, filed, state.value, [name for name, field in said.items() if field.value == "yes"]
            ),
            done,
        )


def _linking(desk: Desk, token: str, filed: FiledCheck, done: Callable[[], None]) -> None:
    with form_part(_("Link a person, vehicle, parcel, dealer or payment"), "link"):
        kind = Field(_("With a"), "link-kind", options=choices(LINK_KINDS.words))
        reference = Field(_("Reference"), "link-reference")
        _send(_("Link"), "link-send", lambda: desk.cases.link(token, filed, kind.value, reference.value), done)


def _send(title: str, test: str, act: Callable[[], None], done: Callable[[], None]) -> None:
    """Put the button, and beside it what lacks: what was typed stays where it is."""

    def press() -> None:
        if lacking := tried(act):
            why.set_text(lacking)
        else:
            done()

    with box("vm-row"):
        button(title, press, test=test)
        why = text("", "vm-bad-text", test=f"{test}-why")
        why.props["role"] = "alert"
