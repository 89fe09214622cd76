"""What the handheld read, character by character, what the officer confirmed, and the photo it was read from."""

from viewmark.ui.comparing import compared
from viewmark.ui.elements import box, text
from viewmark.ui.language import _
from viewmark.ui.wording import LEGIBLE, words
from viewmark_protocol.lattice import raw_text
from viewmark_protocol.marks import Mark
from viewmark_protocol.serials import UNREAD

_MOST_POSITIONS = 64
_UNSURE_PERCENT = 60


def reading(mark: Mark) -> None:
    """Put the serial: as confirmed, as read, and the reader's alternatives under every character."""
    with box("vm-serials"):
        with box("vm-serial-confirmed"):
            text(_("confirmed by the officer"), "vm-label")
            text(mark.confirmed or _("no serial"), "vm-large vm-raw", test="confirmed")
        is_different = bool(mark.raw and mark.confirmed) and mark.raw != mark.confirmed
        if mark.source != "typed" or is_different:  # typed and left so: saying it twice would tell nothing
            _as_read(mark, is_different)
    if mark.lattice:
        _lattice(mark)


def _as_read(mark: Mark, is_different: bool) -> None:
    read: str | None = mark.raw
    with box("vm-serial-read"):
        text(_("typed by the officer") if mark.source == "typed" else _("read by the handheld"), "vm-label")
        with box("vm-large vm-raw", "span", "read"):
            for one in compared(mark.confirmed, read or "") if is_different else ():
                text(one.character, f"vm-character-{one.state}")
            if not is_different:
                text(read or _("nothing"), "" if read else "vm-none")
    if is_different:
        text(_("The officer corrected the reading"), "vm-differs", test="corrected")


def _lattice(mark: Mark) -> None:
    lattice = [[(one.character, one.percent) for one in position] for position in mark.lattice]
    confirmed = mark.confirmed or ""
    is_aligned = len(confirmed) == len(lattice) and confirmed != raw_text([one or [("", 0)] for one in lattice])
    with box("vm-lattice", test="lattice"):
        for place, position in enumerate(lattice[:_MOST_POSITIONS]):
            with box("vm-position", test="position"):
                character, percent = position[0] if position else (UNREAD, 0)
                state = "unread" if character == UNREAD else "unsure" if percent < _UNSURE_PERCENT else "sure"
                text(character, f"vm-read vm-read-{state}")
                text(f"{percent} %", "vm-percent")
                if is_aligned and confirmed[place] != character:
                    corrected = text(confirmed[place], "vm-corrected", test="corrected-character")
                    corrected.props["title"] = _("confirmed by the officer")
                for other, other_percent in position[1:]:
                    with box("vm-alternative", "span", "alternative"):
                        text(other, "vm-raw")
                        text(f"{other_percent} %", "vm-percent")
    if len(lattice) > _MOST_POSITIONS:
        text(_("{0} more characters are in the record.").format(len(lattice) - _MOST_POSITIONS), "vm-label", "p")


def marks_table(marks: list[Mark]) -> None:
    """Put every mark of a weapon in a line: a mark known not to be there is not one that nobody looked for."""
    with box("vm-table", "table"):
        with box("", "thead"), box("", "tr"):
            for heading in (_("part"), _("mark"), _("confirmed"), _("read"), _("state"), _("method"), _("source")):
                text(heading, tag="th")
        with box("", "tbody"):
            for mark in marks:
                with box("", "tr", "mark"):
                    text(words(mark.component), tag="td")
                    text(words(mark.kind), tag="td")
                    for value, weight in ((mark.confirmed, "vm-strong"), (mark.raw, "")):
                        with box(weight, "td"):
                            scrolled = text(value or "–", "vm-raw vm-long")
                            scrolled.props["tabindex"] = "0"  # a long one is scrolled by keys too
                    text(_(LEGIBLE) if mark.state == "clear" else words(mark.state), tag="td")
                    for value in (mark.method, mark.source):
                        text(words(value), tag="td")
