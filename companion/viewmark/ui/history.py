"""The history of a check: every entry with its author and time, oldest first."""

from viewmark.archive.entries import Entry
from viewmark.ui.elements import box, section, text
from viewmark.ui.language import _
from viewmark.ui.wording import DECISIONS, line, utc, words


def history_part(entries: list[Entry]) -> None:
    """Put the entries; nothing where there are none."""
    if not entries:
        return
    with section(_("History"), "history"), box("vm-entries", "ol"):
        for entry in entries:
            with box("vm-entry", "li", "entry"):
                text(_("{0} UTC").format(utc(entry.at_s)), "vm-time")
                text(line(entry.who), "vm-strong", test="entry-who")
                text(_told(entry), test="entry-told")


def _told(entry: Entry) -> str:
    told = {name: str(value) if value is not None else _("nothing") for name, value in entry.content.items()}
    if entry.kind == "correction":
        which = f"{words(told['component'])}, {words(told['kind'])}"
        return _("corrected {0}: {1} to {2}. {3}").format(which, told["before"], told["now"], told["reason"])
    if entry.kind == "decision":
        return _("decided that {0} ({1}) is {2}. {3}").format(
            told["register_id"], told["serial"], _(DECISIONS[told["decision"]]), told["reason"]
        )
    if entry.kind == "confirmation":
        whose = _("{0}, reference {1}").format(told["authority"], told["reference"])
        return _("recorded that {0}, confirmed {1} ({2}).").format(whose, told["register_id"], told["serial"])
    if entry.kind == "link":
        return _("linked {0} {1}").format(words(told["kind"]), told["reference"])
    if entry.kind == "trace":
        return _("sent a trace request") if entry.content["sent"] else _("kept a draft of a trace request")
    if entry.kind == "assessment":
        return _("said that it is {0}").format(words(told["technical_state"]))
    return f"{entry.kind}: " + ", ".join(f"{name} {value}" for name, value in told.items())
