"""The second reading of a check's photos beside the confirmed serial; where they differ, both are shown."""

from viewmark.ui.cases import Seen
from viewmark.ui.elements import box, section, text
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.wording import line

_FLAGS = {
    "readings-differ": N_("The laptop reads another serial on the photo. Look at both; nothing was corrected."),
    "code-disagrees": N_("A code on the photo bears another serial. Look at both; nothing was corrected."),
}
_NOT_INSTALLED = N_(
    "Photos are not read a second time here: that is switched off, or `viewmark[reading]` is not installed."
)


def second_part(seen: list[Seen], is_installed: bool, has_photo: bool) -> None:
    """Put what the laptop read, or why it reads nothing."""
    if not has_photo:
        return
    with section(_("Second reading"), "second-reading"):
        if not seen:
            text(_("The photo is read as soon as it is here.") if is_installed else _(_NOT_INSTALLED), tag="p")
        for one in seen:
            if one.disagrees:
                text(_(_FLAGS[one.disagrees]), "vm-warning", "p", "reading-flag")
                with box("vm-serials"):
                    _named(_("confirmed"), one.confirmed, "reading-confirmed")
                    _named(_("second reading"), one.code or one.nearest or _("nothing"), "reading-other")
            else:
                agrees = _("The laptop reads the same.") if one.lines else _("The laptop reads nothing on this photo.")
                text(sentence(one.error) if one.error else agrees, tag="p", test="reading-agrees")
            if one.lines:
                text(_("read on the photo:") + " " + "; ".join(line(words) for words in one.lines), "vm-label", "p")


def _named(label: str, content: str, test: str) -> None:
    with box("vm-serial-read"):
        text(label, "vm-label")
        text(line(content), "vm-large vm-raw", test=test)
