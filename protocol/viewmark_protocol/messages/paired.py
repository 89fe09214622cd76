"""Between paired ones only: the key by which a laptop knows its handheld on the air, and the end of the pairing."""

from .base import Message


class Unpair(Message):
    """Laptop: forget me. Answered by Done; the session ends."""

    ID = 61
    FIELDS = ()


class PullTagKey(Message):
    """Laptop: by which key do I know you on the air? Answered by TagKey."""

    ID = 62
    FIELDS = ()


class TagKey(Message):
    """Handheld: the AES key of the tags that it shows to this laptop."""

    ID = 63
    FIELDS = (("key", "bytes"),)


MESSAGES = (Unpair, PullTagKey, TagKey)
