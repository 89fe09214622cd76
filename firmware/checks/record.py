"""Builds the check record from what a flow has gathered."""

from viewmark_protocol.checks import CHECK_FORMAT, Check, Clock, Firearm, ListAsked, VerdictRecord
from viewmark_protocol.disagreement import disagreement
from viewmark_protocol.makers import maker_code
from viewmark_protocol.marks import Alternative, Mark
from viewmark_protocol.plausibility import warnings


def build_record(opened: Clock, header, result, taken, serial, maker, photo) -> Check:
    """Return the check of one firearm: its serial mark as read and confirmed, its maker, and the verdict `result`.

    `header` is that of the list that was asked, None where there was none; `taken` is what was read (`flow.Taken`),
    `photo` is `(digest, key)` or None. What a code says is kept beside the marks, as it was scanned.
    """
    marks = [_serial_mark(taken, serial, photo)]
    if maker:
        marks.append(_mark("maker", "typed", confirmed=maker))
    marks.extend([_mark(kind, "code", raw=raw) for kind, raw in taken.code])
    warned = warnings(serial, maker_code(maker)) if serial else []
    if taken.code_serial:
        other = disagreement(taken.code_serial, serial)
        warned.extend([other] if other else [])
    return Check(
        format=CHECK_FORMAT,
        opened=opened,
        post="",
        officer="",
        context="inspected",
        legal_ground="",
        transport="unknown",
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
        note="",
    )


def _serial_mark(taken, serial, photo) -> Mark:
    return Mark(
        component="frame",
        kind="serial",
        raw=taken.read,
        confirmed=serial,
        state="none" if serial is None else "clear" if "?" not in serial else "worn",
        method="unknown",
        source=taken.source_of(serial),
        lattice=[
            [Alternative(character=character, percent=percent) for character, percent in position]
            for position in taken.lattice
        ],
        photo=photo[0] if photo else None,
        photo_key=photo[1] if photo else None,
    )


def _mark(kind: str, source: str, raw=None, confirmed=None) -> Mark:
    return Mark(
        component="frame",
        kind=kind,
        raw=raw,
        confirmed=confirmed,
        state="clear",
        method="unknown",
        source=source,
        photo=None,
    )
