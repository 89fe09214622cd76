"""Opening sealed records on arrival: each is verified, and where one does not fit it is named and kept as it came."""

from typing import NamedTuple

from viewmark.archive.keystore import KeyStore
from viewmark_protocol.errors import SealError
from viewmark_protocol.sealing.chain import SealChain

VERIFIED, NO_KEY, BROKEN = "verified", "no-key", "broken"


class Arrived(NamedTuple):
    """A record as it goes into the archive: what it says, empty where nobody could open it, and as it came.

    `seal` is verified, no-key or broken; None where nothing was sealed, or nothing came.
    """

    sequence: int
    record: bytes
    sealed: bytes = b""
    seal: str | None = None
    trouble: str = ""


class Seals:
    """Opens the records of any log whose first key lies in the key store."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._chains: dict[tuple[str, bytes], SealChain] = {}

    def has_key(self, device_id: str, log_id: bytes) -> bool:
        """Return whether a log can be opened here."""
        return self._keys.first_key(device_id, log_id) is not None

    def open_all(
        self, device_id: str, log_id: bytes, records: list[tuple[int, bytes]], previous: bytes | None
    ) -> list[Arrived]:
        """Return what arrived, opened where the key is here; `previous` is the sealed record before the first, if any.

        An empty record is one that the handheld could not read: what follows it stands on its own key alone.
        """
        chain = self._chain(device_id, log_id)
        arrived = []
        for sequence, sealed in records:
            arrived.append(_opened(chain, sequence, sealed, previous))
            previous = sealed if arrived[-1].seal == VERIFIED else None
        return arrived

    def proves_end(self, device_id: str, log_id: bytes, next_sequence: int, proof: bytes) -> bool:
        """Return whether a handheld's proof fits the end of its log; false where there is no key to tell by."""
        chain = self._chain(device_id, log_id)
        return chain is not None and chain.proves_end(next_sequence, proof)

    def _chain(self, device_id: str, log_id: bytes) -> SealChain | None:
        known = self._chains.get((device_id, log_id))
        if known is not None:
            return known
        first_key = self._keys.first_key(device_id, log_id)
        if first_key is None:
            return None
        return self._chains.setdefault((device_id, log_id), SealChain(log_id, first_key))


def _opened(chain: SealChain | None, sequence: int, sealed: bytes, previous: bytes | None) -> Arrived:
    if not sealed:
        return Arrived(sequence, b"")
    if chain is None:
        return Arrived(sequence, b"", sealed, NO_KEY)
    try:
        return Arrived(sequence, chain.open(sequence, sealed, previous), sealed, VERIFIED)
    except SealError as error:
        return Arrived(sequence, b"", sealed, BROKEN, str(error))
