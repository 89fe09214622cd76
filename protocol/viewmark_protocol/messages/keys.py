"""Keys and PINs: a log's first key on its way to the laptop, and what an administrator may do."""

from .base import Message


class PullFirstKey(Message):
    """Laptop: send the first key of this log. Answered by FirstKey, while the handheld is unlocked and still has it."""

    ID = 48
    FIELDS = (("log_id", "bytes"),)


class FirstKey(Message):
    """Handheld: the key of the log's first record, from which the keys of all others follow."""

    ID = 49
    FIELDS = (("log_id", "bytes"), ("key", "bytes"))


class ForgetFirstKey(Message):
    """Laptop: the first key is durable here, and its escrow at the register. Answered by Done once it is destroyed."""

    ID = 50
    FIELDS = (("log_id", "bytes"),)


class SetAdministrator(Message):
    """Laptop: whoever signs for the key with this SHA-256 may reset the PIN; taken once. Answered by Done."""

    ID = 51
    FIELDS = (("digest", "bytes"),)


class PullChallenge(Message):
    """Laptop: begin the reset of the PIN. Answered by Challenge."""

    ID = 52
    FIELDS = ()


class Challenge(Message):
    """Handheld: what the administrator must sign; it holds until the next one, and for one reset."""

    ID = 53
    FIELDS = (("challenge", "bytes"),)


class ResetPin(Message):
    """Laptop: the administrator's LMS signature (RFC 8554) over the challenge. Done: keys are new, no PIN is set."""

    ID = 54
    FIELDS = (("public_key", "bytes"), ("signature", "bytes"))


class KeepFirstKey(Message):
    """Laptop: the first key is durable here, its escrow is not yet: no PIN is set before. Answered by Done."""

    ID = 55
    FIELDS = (("log_id", "bytes"),)


MESSAGES = (PullFirstKey, FirstKey, ForgetFirstKey, SetAdministrator, PullChallenge, Challenge, ResetPin, KeepFirstKey)
