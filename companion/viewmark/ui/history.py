"""The history of a check: every entry with its author and time, oldest first."""

from viewmark.archive.entries import Entry
from viewmark.ui.elements import box, section, text
from viewmark.ui.language import N_, _
from viewmark.ui.wording import DECISIONS, TRACE_LEVELS, TRACE_STATES, counted, line, utc, words

# What an entry was, where only that is left of it.
_ERASED = {
    "correction": N_("a correction, erased after its time"),
    "decision": N_("a decision on a candidate, erased after its time"),
    "confirmation": N_("a confirmation by the owner of a record, erased after its time"),
    "link": N_("a link, erased after its time"),
    "assessment": N_("which kind of weapon it is, erased after its time"),
    "trace": N_("a trace request, erased after its time"),
    "trace-state": N_("a state of a trace request, erased after its time"),
    "attachment": N_("an attachment, erased after its time"),
    "message": N_("a message to another system, erased after its time"),
    "operation": N_("a part in an operation, erased after its time"),
}

_MESSAGES = {
    "put": N_("put a message for {0}, to {1}, into the mailbox"),
    "sent": N_("had a message sent by {0}, to {1}"),
    "released": N_("had a message by {0}, to {1}, sent again"),
}


def history_part(entries: list[Entry]) -> None:
    """Put the entries; nothing where there are none."""
    if not entries:
        return
    with section(_("History"), "history"), box("vm-entries", "ol"):
        for entry in entries:
            with box("vm-entry", "li", "entry"):
                text(_("{0} UTC").format(utc(entry.at_s)), "vm-time")
                text(line(entry.who), "vm-strong", test="entry-who")
                text(told_of(entry), test="entry-told")


def told_of(entry: Entry) -> str:
    """Return an entry as a sentence that begins with who made it; of an erased one, what it was."""
    if entry.content.get("erased"):
        return _(_ERASED[entry.kind]) if entry.kind in _ERASED else entry.kind
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
        if "relation" not in told:
            return _("linked {0} {1}").format(words(told["kind"]), told["reference"])
        how = (words(told["relation"]), words(told["source"]), words(told["confidence"]))
        return _("linked {0} {1}: {2}; known from: {3}; how sure: {4}").format(
            words(told["kind"]), told["reference"], *how
        )
    if entry.kind == "trace":
        return _("sent a trace request") if entry.content["sent"] else _("kept a draft of a trace request")
    if entry.kind == "assessment":
        return _("said that it is {0}").format(words(told["technical_state"]))
    if entry.kind == "trace-state":
        stands = (told["number"], _(TRACE_STATES[told["state"]]), _(TRACE_LEVELS[told["level"]]))
        return _("said that trace request {0} is {1}, {2}. {3}").format(*stands, told["note"]).strip()
    if entry.kind == "attachment":
        return _("attached {0} to firearm {1}").format(line(told["name"]), told["firearm"])
    if entry.kind == "operation":
        if "left" in told:
            return _("took it out of operation {0}. {1}").format(told["operation"], told["reason"])
        return _("joined it to operation {0}").format(told["operation"])
    if entry.kind == "message":
        return _(_MESSAGES[told["act"]]).format(told["profile"], told["addressee"])
    if entry.kind == "erasure":
        return _("erased what it says, after {0}").format(counted(int(told["after_days"]), "day"))
    return f"{entry.kind}: " + ", ".join(f"{name} {value}" for name, value in told.items())
