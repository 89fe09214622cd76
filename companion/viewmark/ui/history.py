"""The history of a check: every entry with its author and time, oldest first."""

from viewmark.archive.entries import Entry
from viewmark.ui.elements import box, section, text
from viewmark.ui.wording import DECISIONS, line, utc, words


def history_part(entries: list[Entry]) -> None:
    """Put the entries; nothing where there are none."""
    if not entries:
        return
    with section("History", "history"), box("vm-entries", "ol"):
        for entry in entries:
            with box("vm-entry", "li", "entry"):
                text(f"{utc(entry.at_s)} UTC", "vm-time")
                text(line(entry.who), "vm-strong", test="entry-who")
                text(_told(entry), test="entry-told")


def _told(entry: Entry) -> str:
    told = {name: str(value) if value is not None else "nothing" for name, value in entry.content.items()}
    if entry.kind == "correction":
        which = f"{words(told['component'])}, {words(told['kind'])}"
        return f"corrected {which}: {told['before']} to {told['now']}. {told['reason']}"
    if entry.kind == "decision":
        return (
            f"decided that {told['register_id']} ({told['serial']}) is {DECISIONS[told['decision']]}. {told['reason']}"
        )
    if entry.kind == "confirmation":
        whose = f"{told['authority']}, reference {told['reference']}"
        return f"recorded that {whose}, confirmed {told['register_id']} ({told['serial']})."
    if entry.kind == "link":
        return f"linked {told['kind']} {told['reference']}"
    if entry.kind == "trace":
        return "sent a trace request" if entry.content["sent"] else "kept a draft of a trace request"
    if entry.kind == "assessment":
        return f"said that it is {words(told['technical_state'])}"
    return f"{entry.kind}: " + ", ".join(f"{name} {value}" for name, value in told.items())
