"""What the laptop brings to the handheld: time, the register's answers, lists."""

from ..schema import ArrayOf, Optional, Record, Words
from .base import Message

REGISTER_ANSWERS = Words("register-answer", ("hit", "near", "none", "queued", "error"))


class SetClock(Message):
    """Laptop: it is this UTC second. Answered by Done."""

    ID = 32
    FIELDS = (("utc_s", "uint"),)


class Candidate(Record):
    """One weapon that the register names: what it is, what matched, and what disagrees.

    `place` is counted from 1; candidates that are equally good share it.
    """

    FIELDS = (
        ("register_id", "text"),
        ("serial", "text"),
        ("maker", Optional("text")),
        ("model", Optional("text")),
        ("calibre", Optional("text")),
        ("status", "text"),
        ("matched_key", "text"),
        ("disagrees", ArrayOf("text")),
        ("place", Optional("uint")),
    )
    LATER = 1


class PushAnswer(Message):
    """Laptop: the register's answer to the check with this id. Answered by Done when it is stored."""

    ID = 33
    FIELDS = (
        ("log_id", "bytes"),
        ("sequence", "uint"),
        ("answer", REGISTER_ANSWERS),
        ("answered_s", "uint"),
        ("candidates", ArrayOf(Candidate)),
        ("text", "text"),
    )


class OfferList(Message):
    """Laptop: a list or a day's changes are here; `header` is the whole head. Answered by ListWanted."""

    ID = 34
    FIELDS = (("header", "bytes"), ("total_bytes", "uint"))


class ListWanted(Message):
    """Handheld: send the list from this offset on; an offset equal to the size says that it is complete here."""

    ID = 35
    FIELDS = (("offset", "uint"),)


class PushListPart(Message):
    """Laptop: the list's bytes from an offset on. Answered by ListWanted."""

    ID = 36
    FIELDS = (("offset", "uint"), ("content", "bytes"))


class SetListKey(Message):
    """Laptop: the key of the present key epoch, by which lists are asked, and the issuer's root. Answered by Done.

    The register put the key into a box (145 bytes) that this handheld alone opens.
    The root is an HSS public key (RFC 8554); a handheld takes its first one as it comes, another one only with an
    endorsement: a signature by the root that it knows.
    """

    ID = 37
    FIELDS = (("key", "bytes"), ("root", Optional("bytes")), ("endorsement", Optional("bytes")))
    LATER = 2


MESSAGES = (SetClock, PushAnswer, OfferList, ListWanted, PushListPart, SetListKey)
