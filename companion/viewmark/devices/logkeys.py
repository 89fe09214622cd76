"""The keys of handhelds' logs: taken over at the first sync, used on every record, and escrowed before they are gone.

A handheld keeps its log's first key until the key is durable here *and* escrowed at the register: until then a laptop
that is lost loses no check.
"""

import contextlib
from collections.abc import Callable

from viewmark.archive.archive import Archive
from viewmark.archive.keystore import KeyStore
from viewmark.archive.seals import BROKEN, Arrived, Seals
from viewmark.devices.session import Session
from viewmark.devices.troubles import Troubles
from viewmark.errors import ArchiveError, RefusedError
from viewmark_protocol.messages.hello import Done, Hello
from viewmark_protocol.messages.keys import FirstKey, ForgetFirstKey, KeepFirstKey, PullFirstKey
from viewmark_protocol.sealing.record import FIRST_SEQUENCE

_OPEN = ("open", "unlocked")
_STATES = {
    "locked": "{0} is locked. Enter its PIN to bring list and answers down.",
    "wiped": "{0} has destroyed its keys after ten wrong PINs. What it recorded comes up all the same; then an"
    " administrator's signature puts it back into service (`viewmark pin`).",
    "no-key": "{0} has lost the key for its next check. Once all it holds is here it goes on with a new log.",
}


class LogKeys:
    """Keys of logs on this laptop. `is_escrowed(device_id, log_id)` says whether the register has a key's escrow."""

    def __init__(self, archive: Archive, keys: KeyStore, is_escrowed: Callable[[str, bytes], bool]) -> None:
        self._archive = archive
        self._keys = keys
        self._seals = Seals(keys)
        self._is_escrowed = is_escrowed

    async def take(self, session: Session, device: Hello, troubles: Troubles) -> None:
        """Take over the first key of a log that is new here, and tell what is wrong with the log or its keys."""
        if device.store_state is None:
            return  # its firmware seals nothing
        device_id, log_id = device.device_id, device.log_id
        if device.store_state in _STATES:
            troubles.note("store", _STATES[device.store_state].format(device_id))
        else:
            troubles.clear("store")
        if not self._seals.has_key(device_id, log_id) and device.first_key_waits:
            try:
                got = await session.ask(PullFirstKey(log_id=log_id), FirstKey)
                self._keys.add(device_id, log_id, got.key)
            except (RefusedError, ArchiveError) as error:
                troubles.note(
                    "key",
                    f"{device_id} does not give the key of its log, and keeps its checks until then: {error}",
                )
        if self._seals.has_key(device_id, log_id):
            troubles.clear("key")
            self.open_waiting(device_id, log_id)
            if device.first_key_waits and not device.first_key_kept and device.store_state in _OPEN:
                with contextlib.suppress(RefusedError):  # until it can note that, no PIN is set, and it asks for a sync
                    await session.ask(KeepFirstKey(log_id=log_id), Done)
        elif not device.first_key_waits:
            troubles.note(
                "key",
                f"The key of the log that {device_id} writes went to another laptop. Its checks are kept here sealed;"
                " `viewmark recover` opens them with what the focal point recovers from the escrow.",
            )
        self._check_end(device, troubles)

    def may_pull(self, device: Hello) -> bool:
        """Return whether records may be taken: not while the only key to them stays on the handheld.

        From one that can never give it they may: only once all is here does it go on, with new keys.
        """
        is_lost = device.store_state in ("wiped", "no-key")
        return is_lost or not device.first_key_waits or self._seals.has_key(device.device_id, device.log_id)

    def is_believed(self, device: Hello) -> bool:
        """Return whether a handheld can be the one that seals this log: who should prove the log's end does so."""
        has_key = self._seals.has_key(device.device_id, device.log_id)
        if device.store_state is None:
            return not has_key and not self._archive.has_sealed(device.device_id)
        if device.end_proof is None:
            return device.store_state not in _OPEN
        return not has_key or self._proves_end(device)

    def may_acknowledge(self, device: Hello) -> bool:
        """Return whether what was filed may be given up by the handheld.

        A record that does not fit may: asked again, a handheld that proves its log's end gives the same one. From
        another it may come whole the next time.
        """
        if not self.is_believed(device):
            return False
        return self._proves_end(device) or self._archive.first_broken(device.device_id, device.log_id) is None

    async def release(self, session: Session, device: Hello, troubles: Troubles) -> None:
        """Have the handheld destroy its log's first key once it is here, tried on the log's end, and escrowed."""
        if not device.first_key_waits or device.store_state not in _OPEN or not self._proves_end(device):
            return
        if self._is_escrowed(device.device_id, device.log_id):
            try:
                await session.ask(ForgetFirstKey(log_id=device.log_id), Done)
            except RefusedError as error:
                troubles.note("forget", f"{device.device_id} does not destroy its log's first key: {error}")
            else:
                troubles.clear("forget")

    def open_all(self, device: Hello, records: list[tuple[int, bytes]]) -> list[Arrived]:
        """Return what arrived, opened where its key is here."""
        device_id, log_id = device.device_id, device.log_id
        if device.store_state is None and not self._seals.has_key(device_id, log_id):
            if self._archive.has_sealed(device_id):
                trouble = "This record came without a seal from a handheld that seals."
                return [Arrived(sequence, b"", record, BROKEN, trouble) for sequence, record in records]
            return [Arrived(sequence, record) for sequence, record in records]
        first = records[0][0] if records else FIRST_SEQUENCE
        previous = self._archive.sealed(device_id, log_id, first - 1)
        return self._seals.open_all(device_id, log_id, records, previous)

    def open_waiting(self, device_id: str, log_id: bytes, with_broken: bool = False) -> list[str]:
        """Open what came before its key did, or before the right one; return the ids of what can be read now."""
        opened: list[str] = []
        for sequence, sealed in self._archive.without_key(device_id, log_id, with_broken):
            previous = self._archive.sealed(device_id, log_id, sequence - 1)
            arrived = self._seals.open_all(device_id, log_id, [(sequence, sealed)], previous)
            opened += self._archive.file_opened(device_id, log_id, arrived)
        return opened

    def tell_broken(self, device: Hello, troubles: Troubles) -> None:
        """Name the first record of the log that does not fit its seal."""
        broken = self._archive.first_broken(device.device_id, device.log_id)
        if broken is None:
            troubles.clear("seal")
            return
        troubles.note(
            "seal",
            f"{device.device_id}: {broken[1]} It is kept as it came, and nothing of it is taken for a check. Have the"
            " handheld examined.",
        )

    def _proves_end(self, device: Hello) -> bool:
        """Return whether the key that is here proves the end that a handheld tells of its log."""
        proof = device.end_proof
        key_is_here = self._seals.has_key(device.device_id, device.log_id)
        return (
            bool(proof)
            and key_is_here
            and self._seals.proves_end(device.device_id, device.log_id, device.next_sequence, proof)
        )

    def _check_end(self, device: Hello, troubles: Troubles) -> None:
        """Tell where a log's end is not the one that its handheld can prove."""
        if self.is_believed(device):
            troubles.clear("end")
        else:
            troubles.note(
                "end",
                f"{device.device_id} cannot prove that its log ends with check {device.next_sequence - 1}: later ones"
                " may have been cut off. Have it examined.",
            )
