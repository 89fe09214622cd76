"""Builds the check record from what a flow has gathered."""

from checks.draft import KINDS
from viewmark_protocol.checks import CHECK_FORMAT, Check, Firearm, Link, ListAsked, VerdictRecord
from viewmark_protocol.clock import Clock
from viewmark_protocol.disagreement import disagreement
from viewmark_protocol.makers import maker_code
from viewmark_protocol.marks import Alternative, Mark
from viewmark_protocol.plausibility import warnings


def build_record(opened: Clock, header, result, draft) -> Check:
    """Return the check of one firearm: its marks as read and confirmed, and the verdict `result`.

    `header` is that of the list that was asked, None where there was none; `draft` is what was read and answered
    (`draft.Draft`). What a code says is kept beside the marks, as it was scanned.
    """
    marks = [_serial_mark(draft)]
    for kind in KINDS:
        answer = draft.answers.get(kind)
        if answer is None:
            continue
        marks.append(_mark(kind, answer.state, answer.source, answer.raw, answer.confirmed, answer.lattice))
    marks.extend([_mark(kind, "clear", "code", raw) for kind, raw in draft.code])
    serial = draft.serial
    warned = warnings(serial, maker_code(draft.maker)) if serial else []
    if draft.code_serial:
        other = disagreement(draft.code_serial, serial)
        warned.extend([other] if other else [])
    return Check(
        format=CHECK_FORMAT,
        opened=opened,
        post="",
        officer="",
        context=draft.context,
        legal_ground="",
        transport=draft.transport,
        firearms=[
            Firearm(
                marks=marks,
                verdict=VerdictRecord(
                    word=result.word,
                    reason=result.reason,
                    matched=result.matched,
                    category=result.category,
                    list_asked=ListAsked(version=header.version, issued_s=header.issued_s) if header else None,
                ),
                warnings=warned,
            )
        ],
        links=[Link(kind=kind, reference=reference) for kind, reference in draft.links],
        note="",
    )


def _serial_mark(draft) -> Mark:
    serial = draft.serial
    state = "none" if serial is None else "clear" if "?" not in serial else "worn"
    return _mark("serial", state, draft.source, draft.read, serial, draft.lattice, draft.component, draft.photo)


def _mark(
    kind: str, state: str, source: str, raw=None, confirmed=None, lattice=(), component: str = "frame", photo=None
) -> Mark:
    return Mark(
        component=component,
        kind=kind,
        raw=raw,
        confirmed=confirmed,
        state=state,
        method="unknown",
        source=source,
        lattice=[
            [Alternative(character=character, percent=percent) for character, percent in position]
            for position in lattice
        ],
        photo=photo[0] if photo else None,
        photo_key=photo[1] if photo else None,
    )
