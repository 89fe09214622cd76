"""What operators do with a check's messages to other systems, as entries: who put one, sent it, released it."""

from viewmark.archive.archive import Archive
from viewmark.errors import ArchiveError, CaseworkError
from viewmark.gateways.entry import Entry

KIND = "message"
PUT, SENT, RELEASED = ACTS = ("put", "sent", "released")


def note_message(archive: Archive, entry: Entry, act: str, who: str, now_s: int) -> bool:
    """Note durably who did what with a message; False where its check is not here, or not any more."""
    if not who or act not in ACTS:
        raise CaseworkError("Sign in first: every entry has its author.")
    filed = archive.find(entry.check_id)
    if filed is None:  # of a generated check, or of another laptop's mailbox
        return False
    said = {"message": entry.id, "profile": entry.profile, "addressee": entry.addressee, "act": act}
    try:
        archive.entries.add(filed.key, KIND, now_s, who, said)
    except ArchiveError:  # erased after its time
        return False
    return True
