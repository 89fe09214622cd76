"""Builds the check record from what a flow has gathered."""

from viewmark_protocol.checks import CHECK_FORMAT, Check, Clock, Firearm, ListAsked, VerdictRecord
from viewmark_protocol.makers import maker_code
from viewmark_protocol.marks import Alternative, Mark
from viewmark_protocol.plausibility import warnings


def build_record(opened: Clock, header, result, lattice, read, serial, source: str, maker, photo) -> Check:
    """Return the check of one firearm: its serial mark as read and confirmed, its maker, and the verdict `result`.

    `header` is that of the list that was asked, None where there was none; `photo` is `(digest, key)` or None.
    """
    marks = [_serial_mark(lattice, read, serial, source, photo)]
    if maker:
        marks.append(_maker_mark(maker))
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
                warnings=warnings(serial, maker_code(maker)) if serial else [],
            )
        ],
        note="",
    )


def _serial_mark(lattice, read, serial, source: str, photo) -> Mark:
    return Mark(
        component="frame",
        kind="serial",
        raw=read,
        confirmed=serial,
        state="none" if serial is None else "clear" if "?" not in serial else "worn",
        method="unknown",
        source=source,
        lattice=[
            [Alternative(character=character, percent=percent) for character, percent in position]
            for position in lattice
        ],
        photo=photo[0] if photo else None,
        photo_key=photo[1] if photo else None,
    )


def _maker_mark(maker: str) -> Mark:
    return Mark(
        component="frame",
        kind="maker",
        raw=None,
        confirmed=maker,
        state="clear",
        method="unknown",
        source="typed",
        photo=None,
    )
