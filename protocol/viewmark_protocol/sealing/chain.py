"""The laptop's side of a sealed log: opens its records by the log's first key, and tells where one does not fit."""

from ..compat import const
from ..errors import SealError
from .hmac import KEY_BYTES, TAG_BYTES, is_equal
from .record import FIRST_SEQUENCE, end_proof, first_tag, next_key, unseal

# About a second of hashing: a handheld that names a larger sequence must not hold up the laptop.
MOST_SEQUENCE = const(1 << 20)
_STEP = const(1024)  # every so many keys one is kept, so that an older record costs no way from the start
_ALONE = bytes(TAG_BYTES)  # the tag before, where the handheld could not read the record before any more


class SealChain:
    """Opens the records of one log in any order. SealError where `first_key` has not 32 bytes."""

    def __init__(self, log_id: bytes, first_key: bytes) -> None:
        if len(first_key) != KEY_BYTES:
            raise SealError("A log's first key has 32 bytes.")
        self._log_id = log_id
        self._kept = [first_key]  # the keys of the records 1, 1025, 2049 ...
        self._at = (FIRST_SEQUENCE, first_key)  # the key that was used last: most logs are read in order

    def open(self, sequence: int, sealed: bytes, previous: "bytes | None" = None) -> bytes:
        """Return a record's content; SealError with a sentence that names the record where its seal does not fit.

        `previous` is the sealed record before it, None where that one is not here: then only its own key vouches.
        """
        try:
            content = unseal(self._key(sequence), sequence, sealed)
        except SealError as error:
            raise SealError("Record " + str(sequence) + " does not fit its seal: " + str(error))
        before = sealed[:TAG_BYTES]
        if sequence == FIRST_SEQUENCE:
            follows = is_equal(before, first_tag(self._log_id))
        else:
            # Which of both it is the record's own seal vouches for: nobody else can make it stand alone.
            follows = previous is None or before == _ALONE or is_equal(before, previous[-TAG_BYTES:])
        if not follows:
            raise SealError("Record " + str(sequence) + " does not follow the one before it, which was exchanged.")
        return content

    def proves_end(self, next_sequence: int, proof: bytes) -> bool:
        """Return whether a handheld's proof says that its log ends before `next_sequence`, and was not cut off."""
        try:
            return is_equal(end_proof(self._key(next_sequence), self._log_id, next_sequence), proof)
        except SealError:
            return False

    def _key(self, sequence: int) -> bytes:
        if not FIRST_SEQUENCE <= sequence <= MOST_SEQUENCE:
            raise SealError("No log has a record " + str(sequence) + ".")
        place = min((sequence - FIRST_SEQUENCE) // _STEP, len(self._kept) - 1)
        at, key = FIRST_SEQUENCE + place * _STEP, self._kept[place]
        if at < self._at[0] <= sequence:
            at, key = self._at
        while at < sequence:
            key = next_key(key)
            at += 1
            if at - FIRST_SEQUENCE == len(self._kept) * _STEP:
                self._kept.append(key)
        self._at = (at, key)
        return key
