"""Pairing, in clear over the cable: certificates, commitments, nonces, and what both people say to the six digits."""

from ..schema import Words
from .base import Message

PAIR_STATES = Words("pairing-state", ("waiting", "paired", "refused"))


class PairRequest(Message):
    """Laptop: pair with me. `commitment` is to a nonce that follows. Answered by PairOffer while unlocked."""

    ID = 56
    FIELDS = (("name", "text"), ("certificate", "bytes"), ("commitment", "bytes"))


class PairOffer(Message):
    """Handheld: who I am, and my own commitment."""

    ID = 57
    FIELDS = (("device_id", "text"), ("certificate", "bytes"), ("commitment", "bytes"))


class PairReveal(Message):
    """Laptop: my nonce. Answered by the handheld's own PairReveal once the nonce fits the commitment."""

    ID = 58
    FIELDS = (("nonce", "bytes"),)


class PairAgree(Message):
    """Laptop: whether the person here has found the digits equal; asked again until the answer is not `waiting`."""

    ID = 59
    FIELDS = (("agreed", "bool"),)


class PairState(Message):
    """Handheld: `paired` once both people have found the digits equal, `refused` where one has not."""

    ID = 60
    FIELDS = (("state", PAIR_STATES),)


MESSAGES = (PairRequest, PairOffer, PairReveal, PairAgree, PairState)
