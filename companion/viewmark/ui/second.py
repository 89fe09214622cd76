"""The second reading of a check's photos beside the confirmed serial; where they differ, both are shown."""

from viewmark.ui.cases import Seen
from viewmark.ui.elements import box, section, text
from viewmark.ui.wording import line

_FLAGS = {
    "readings-differ": "The laptop reads another serial on the photo. Look at both; nothing was corrected.",
    "code-disagrees": "A code on the photo bears another serial. Look at both; nothing was corrected.",
}
_NOT_INSTALLED = (
    "Photos are not read a second time here: that is switched off, or `viewmark[reading]` is not installed."
)


def second_part(seen: list[Seen], is_installed: bool, has_photo: bool) -> None:
    """Put what the laptop read, or why it reads nothing."""
    if not has_photo:
        return
    with section("Second reading", "second-reading"):
        if not seen:
            text("The photo is read as soon as it is here." if is_installed else _NOT_INSTALLED, tag="p")
        for one in seen:
            if one.disagrees:
                text(_FLAGS[one.disagrees], "vm-warning", "p", "reading-flag")
                with box("vm-serials"):
                    _named("confirmed", one.confirmed, "reading-confirmed")
                    _named("second reading", one.code or one.nearest or "nothing", "reading-other")
            else:
                agrees = "The laptop reads the same." if one.lines else "The laptop reads nothing on this photo."
                text(one.error or agrees, tag="p", test="reading-agrees")
            if one.lines:
                text("read on the photo: " + "; ".join(line(words) for words in one.lines), "vm-label", "p")


def _named(label: str, content: str, test: str) -> None:
    with box("vm-serial-read"):
        text(label, "vm-label")
        text(line(content), "vm-large vm-raw", test=test)
