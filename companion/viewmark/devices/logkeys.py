"""The keys of handhelds' logs: taken over at the first sync, used on every record, and escrowed before they are gone.

A handheld keeps its log's first key until the key is durable here *and* escrowed at the register: until then a laptop
that is lost loses no check.
"""

from collections.abc import Callable

from viewmark.archive.archive import Archive
from viewmark.archive.keystore import KeyStore
from viewmark.archive.seals import Arrived, Seals
from viewmark.devices.session import Session
from viewmark.devices.troubles import Troubles
from viewmark.errors import ArchiveError, RefusedError
from viewmark_protocol.messages.hello import Done, Hello
from viewmark_protocol.messages.keys import FirstKey, ForgetFirstKey, PullFirstKey
from viewmark_protocol.sealing.record import FIRST_SEQUENCE

_STATES = {
    "locked": "{0} is locked: checks come up all the same. Enter its PIN to bring list and answers down.",
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
                troubles.note("key", f"{device_id} does not give the key of its log: {error}")
        if self._seals.has_key(device_id, log_id):
            troubles.clear("key")
            self.open_waiting(device_id, log_id)
        elif not device.first_key_waits:
            troubles.note(
                "key",
                f"The key of the log that {device_id} writes went to another laptop. Its checks are kept here sealed;"
                " `viewmark recover` opens them with what the focal point recovers from the escrow.",
            )
        self._check_end(device, troubles)

    async def release(self, session: Session, device: Hello) -> None:
        """Have the handheld destroy its log's first key once it is here and escrowed."""
        if not device.first_key_waits or device.store_state not in ("open", "unlocked"):
            return
        if self._seals.has_key(device.device_id, device.log_id) and self._is_escrowed(device.device_id, device.log_id):
            await session.ask(ForgetFirstKey(log_id=device.log_id), Done)

    def open_all(self, device: Hello, records: list[tuple[int, bytes]]) -> list[Arrived]:
        """Return what arrived, opened where its key is here."""
        device_id, log_id = device.device_id, device.log_id
        if device.store_state is None and not self._seals.has_key(device_id, log_id):
            return [Arrived(sequence, record) for sequence, record in records]
        first = records[0][0] if records else FIRST_SEQUENCE
        previous = self._archive.sealed(device_id, log_id, first - 1)
        return self._seals.open_all(device_id, log_id, records, previous)

    def open_waiting(self, device_id: str, log_id: bytes) -> list[str]:
        """Open what came before its key did; return the ids of the checks that can be read now."""
        opened: list[str] = []
        for sequence, sealed in self._archive.without_key(device_id, log_id):
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

    def _check_end(self, device: Hello, troubles: Troubles) -> None:
        """Tell where a log's end is not the one that its handheld can prove."""
        if device.end_proof is None:
            is_proved = device.store_state not in ("open", "unlocked")
        else:
            is_proved = self._seals.proves_end(device.device_id, device.log_id, device.next_sequence, device.end_proof)
        if is_proved:
            troubles.clear("end")
        else:
            troubles.note(
                "end",
                f"{device.device_id} cannot prove that its log ends with check {device.next_sequence - 1}: later ones"
                " may have been cut off. Have it examined.",
            )
