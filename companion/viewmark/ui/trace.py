"""The trace requests of a check, one a firearm: what lacks and how to get it, its states, and which rules fired."""

from collections.abc import Callable

from nicegui.elements.mixins.text_element import TextElement

from viewmark.archive.checks import FiledCheck
from viewmark.casework.trace_request import GIVEN, LABELS, MARKED
from viewmark.casework.trace_states import states_of
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, facts, section, text
from viewmark.ui.fields import Field, choices
from viewmark.ui.language import _, sentence
from viewmark.ui.tried import tried
from viewmark.ui.wording import TRACE_LEVELS, TRACE_STATES, line, utc
from viewmark_protocol.errors import ViewmarkError


class Trace:
    """The requests of a check as they stand, and a form for each firearm."""

    def __init__(self, desk: Desk, token: str, filed: FiledCheck, done: Callable[[], None]) -> None:
        self._desk, self._filed = desk, filed
        self._states: dict[str, TextElement] = {}
        firearms = desk.cases.firearms(filed)
        with section(_("Trace request"), "trace"):
            self._standing = box("")
            self._forms = [
                _Form(desk, token, filed, place if len(firearms) > 1 else None, done) for place in range(len(firearms))
            ]
        self.refresh()

    def refresh(self) -> None:
        """Show what the marks say now, what is missing, what was sent, and which referral rules fired."""
        self._standing.clear()
        self._states.clear()
        with self._standing:
            for fired in self._desk.cases.referrals(self._filed):
                with box("vm-row", "p", "referral"):
                    text(_("Refer for ballistics:"), "vm-strong")
                    text(sentence(fired.why))
            if not self._desk.settings.place().is_border_known:
                told = _(
                    "How far the border is, and whether customs work here, is not known: say both on the settings page."
                )
                text(told, "vm-label", "p", "border-unknown")
            for number in self._desk.cases.sent_traces(self._filed):
                with box("vm-row"):
                    text(_("Sent as {0}.").format(number), "vm-strong", test="trace-sent")
                    button(_("How does it stand?"), lambda number=number: self._ask(number), "vm-quiet", "trace-ask")
                    self._states[number] = text("", test="trace-states")
            self._say_states()
        for form in self._forms:
            form.refresh()

    def _say_states(self) -> None:
        """Put a line for each state of each request; of which firearm, where there are several."""
        asked = self._desk.cases.firearms_asked(self._filed)
        for number, states in states_of(self._desk.cases.history(self._filed)).items():
            for one in states:
                stands = (number, _(TRACE_STATES[one.state]), _(TRACE_LEVELS[one.level]))
                with box("vm-row", "p", "trace-state"):
                    text(_("{0} UTC").format(utc(one.at_s)), "vm-time")
                    if len(self._forms) > 1:
                        text(_("firearm {0}").format(asked.get(number, 0) + 1), "vm-strong")
                    text(_("Request {0}: {1}, {2}").format(*stands))
                    text(line(one.note))

    async def _ask(self, number: str) -> None:
        """Ask the register how a request stands."""
        try:
            said = ", ".join(await self._desk.work.trace_states(number))
        except ViewmarkError as error:
            said = sentence(str(error))
        if number in self._states:  # the page may have been drawn anew meanwhile
            self._states[number].set_text(said)


class _Form:
    """One firearm's request: what is typed stays while the rest is brought up to date."""

    def __init__(
        self, desk: Desk, token: str, filed: FiledCheck, numbered: int | None, done: Callable[[], None]
    ) -> None:
        """Put the form; `numbered` is the firearm's place where the check holds several, else None."""
        self._desk, self._token, self._filed, self._done = desk, token, filed, done
        self._place = numbered or 0
        title = _("Prepare a trace request")
        if numbered is not None:
            title = _("Prepare a trace request for firearm {0}").format(numbered + 1)
        given = desk.cases.trace_given(filed, self._place)
        with box("vm-form", "details", "trace-form"):
            text(title, tag="summary", test="trace-open")
            self._marks = box("")
            self._fields = {
                name: Field(
                    _(label) + (" " + _("(required)") if needed else ""),
                    f"trace-{name}",
                    given.get(name, ""),
                    [("", _("choose")), *choices([one for one in options if one])] if options else (),
                )
                for name, label, needed, options in GIVEN
            }
            self._missing = text("", "vm-warning", "p", "trace-missing")
            self._hows = box("", "ul", "trace-hows")
            with box("vm-row"):
                button(_("Keep as draft"), lambda: self._keep(False), test="trace-keep")
                button(_("Send to the focal point"), lambda: self._keep(True), test="trace-send")
                self._why = text("", "vm-bad-text", test="trace-why")
                self._why.props["role"] = "alert"

    def refresh(self) -> None:
        """Show what this firearm's marks say now, what is missing, and how to get it."""
        made = self._desk.cases.trace(self._filed, self._place)
        self._marks.clear()
        with self._marks:
            facts([(_(LABELS[one[0]]), line(made.content[one[0]] or "–")) for one in MARKED], "trace-marks")
            with box("vm-row", "p", "trace-addressee"):
                text(_("Addressed to:"), "vm-strong")
                text(line(made.content["addressee"] or "–"), "vm-strong vm-raw")
                text(sentence(made.content["addressee_why"]))
        self._say_missing(made.missing)
        self._hows.clear()
        with self._hows:
            for one in made.lacking:
                text(f"{_(one.label)}: {sentence(one.how)}", tag="li", test="trace-how")

    def _keep(self, is_sent: bool) -> None:
        given = {name: field.value for name, field in self._fields.items()}
        cases = self._desk.cases
        why = tried(lambda: self._say_missing(cases.keep_trace(self._token, self._filed, given, is_sent, self._place)))
        self._why.set_text(why)
        if not why:
            self._done()

    def _say_missing(self, missing: list[str]) -> None:
        self._missing.set_text(_("Still missing:") + " " + ", ".join(_(one) for one in missing) if missing else "")
        self._missing.set_visibility(bool(missing))
