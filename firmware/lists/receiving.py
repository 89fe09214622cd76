"""Taking a list or a day's changes from the laptop: what is refused, where it goes, from where on it is wanted."""

from viewmark_protocol.compat import TYPE_CHECKING
from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.header import decode_head, key_id
from viewmark_protocol.lists.offline import OfflineList, Replacing
from viewmark_protocol.lists.signature import is_signed_by
from viewmark_protocol.messages.downward import ListWanted
from viewmark_protocol.messages.hello import Failed

from .roots import roots
from .store import is_newer, list_keys
from .writing import Writer, begin, fits, holds

if TYPE_CHECKING:
    from typing import Any


class Receiver:
    """Takes files into the slots of a ListStore."""

    def __init__(self, store) -> None:
        self._store = store
        self._writer: "Any" = None  # of the file that comes

    @property
    def progress(self):
        """How much of what comes down is here: `(bytes, total_bytes)`, None while nothing comes."""
        if self._writer is None:
            return None
        slot = self._writer.slot
        return slot.header.head_bytes + slot.received, slot.header.total_bytes

    def stop(self) -> None:
        """Take no more parts of the file that was offered; a later offer goes on with it."""
        self._writer = None

    def offer(self, head: bytes, total_bytes: int):
        """Answer the laptop's offer (`ListStore.offer`)."""
        store = self._store
        try:
            header, _ = decode_head(head)
        except ListError as error:
            return _refusal(str(error))
        if header.total_bytes != total_bytes or len(head) != header.head_bytes:
            return _refusal("The list's size is not the one that its header says.")
        if store.current and is_newer(store.current.header, header):
            return _refusal("The list is older than the one here. It is not taken.")
        if store.version is not None and not is_newer(header, store.current.header):
            return ListWanted(offset=total_bytes)
        if header.key_id not in [key_id(key) for key in list_keys()]:
            return _refusal("The list is under a key that this handheld does not have.")
        trouble = _trust(head)
        if trouble:
            return _refusal(trouble)
        if header.is_delta and not self._follows(header):
            return _refusal("These changes do not follow on the list here.")
        slot = store.delta if header.is_delta else self._spare()
        if not fits(slot, header):
            return _refusal("This list does not fit on the handheld.")
        if not holds(slot, head) or slot.is_complete:
            self._begin(slot, head)
            self._writer = None
        if self._writer is None or self._writer.slot is not slot:
            self._writer = Writer(slot, None if header.is_delta else store.used)
        if slot.received == header.body_bytes:  # the power went before it could be marked as complete
            self._finish()
        return ListWanted(offset=header.head_bytes + slot.received)

    def take(self, offset: int, content: bytes):
        """Take a part (`ListStore.take`)."""
        store, writer = self._store, self._writer
        if writer is None or offset != writer.slot.header.head_bytes + writer.slot.received:
            return Failed(failure="out-of-order", text="This part of the list was not asked for.")
        slot = writer.slot
        header = slot.header
        if not content:
            return _refusal("This part of the list is empty.")
        if offset + len(content) > header.total_bytes:
            return _refusal("The list is longer than its header says.")
        if not writer.take(content):
            self._writer = None
            return _refusal("A part of the list is not the one that was signed. It is asked for again.")
        if slot.received == header.body_bytes:
            self._finish()
        elif store.used and store.used.lost and not isinstance(store.current, Replacing):
            store.reopen()
        return ListWanted(offset=header.head_bytes + slot.received)

    def _begin(self, slot, head: bytes) -> None:
        store = self._store
        if slot is store.delta:
            begin(slot, head)
            return
        for one in store.slots:
            if one is not slot and one is not store.used and one.header is not None:
                one.put_aside()  # the rows that it has in part are overwritten from now on
        begin(slot, head)
        store.reopen()

    def _finish(self) -> None:
        self._writer.finish()
        if self._writer.slot is not self._store.delta:
            self._store.reopen()
        self._writer = None

    def _spare(self):
        """Return the slot that is not in use."""
        store = self._store
        return store.slots[1] if store.used is store.slots[0] else store.slots[0]

    def _follows(self, header) -> bool:
        current = self._store.current
        if not isinstance(current, OfflineList) or self._store.used.lost or header.base != current.base.version:
            return False
        return header.key_id == current.base.key_id and header.before in (current.header.version, current.base.version)


def _trust(head: bytes) -> str:
    """Return why a head is not trusted, empty where it is."""
    known = roots()
    if is_signed_by(head, known):
        return ""
    if not known:
        return "This handheld knows no authority for lists. Bring the laptop to its newest version and sync again."
    return "The list is not signed by the authority that this handheld knows. It is not taken."


def _refusal(text: str) -> Failed:
    return Failed(failure="refused", text=text)
