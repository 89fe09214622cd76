"""The offline list: in use as `current`, taken from the laptop part by part, and kept up by each day's changes."""

from checks import settings
from ports import StorageError
from viewmark_protocol.compat import TYPE_CHECKING
from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.header import KEY_BYTES, OVERLAY_MAGIC
from viewmark_protocol.lists.offline import OfflineList, Replacing, verifying
from viewmark_protocol.messages.hello import Done, Failed

from .room import Room

if TYPE_CHECKING:
    from typing import Any

_STEP_PARTS = 8  # 4 KiB are hashed before others get their turn
_KEY = "list-key"
_NEXT_KEY = "list-key-next"  # under which no list is in use yet, or none any more


class ListStore:
    """Holds the list in use as `current` (None without one), and takes new lists and changes part by part."""

    def __init__(self, partition) -> None:
        room = Room(partition)
        self.slots = room.slots
        self.delta = room.delta
        self._overlays = room.overlays
        self._changes: "Any" = None
        self._receiver: "Any" = None
        self.used: "Any" = None  # the slot of the list in use
        self._work = None  # the changes' steps, whoever goes on with them
        self.current: "Any" = None
        self.damage = ""  # why the list that was in use is so no more
        self.refused = ""  # why the list that lies here cannot be used
        self.reopen()

    @property
    def version(self):
        """The version of the list in use with its changes, None without one or while one is being replaced."""
        return self.current.header.version if self.current and not self.used.lost else None

    @property
    def progress(self):
        """How much of what comes down is here: `(bytes, total_bytes)`, None while nothing comes."""
        return self._receiver.progress if self._receiver else None

    def take_key(self, key: bytes, root: "bytes | None" = None, endorsement: "bytes | None" = None):
        """Keep the key of a key epoch and the issuer's root, and answer.

        The list in use stays so until one under the new key is whole.
        """
        if len(key) != KEY_BYTES:
            return Failed(failure="refused", text="A list key has %d bytes, not %d." % (KEY_BYTES, len(key)))
        if root:
            from .roots import take_root

            answer = take_root(root, endorsement)
            if answer:
                return answer
        if key not in list_keys():
            settings.store_secret(_NEXT_KEY if self.current else _KEY, key)
            if self._receiver:
                self._receiver.stop()  # which slot is in use may change
            self.reopen()
        return Done()

    def offer(self, head: bytes, total_bytes: int):
        """Answer the laptop's offer: from where on the list is wanted; the whole size when it is here already."""
        if self._receiver is None:
            from .receiving import Receiver  # not before a list comes: the code need not lie in memory

            self._receiver = Receiver(self)
        for _ in self.applying():
            pass
        return self._receiver.offer(head, total_bytes)

    def take(self, offset: int, content: bytes):
        """Program one part of the offered list and answer from where on the next is wanted."""
        if self._receiver is None:
            return Failed(failure="out-of-order", text="This part of the list was not asked for.")
        return self._receiver.take(offset, content)

    def applying(self):
        """Yield between small steps while changes that came are made part of the list in use."""
        if self._work is None:
            self._work = self._applied()
        yield from self._work
        self._work = None

    def _applied(self):
        slot, used = self.delta, self.used
        if not slot.is_complete or used is None or not isinstance(self.current, OfflineList):
            return
        if slot.header.base != used.header.version or slot.header.version <= self.current.header.version:
            return
        try:
            for _ in self._opened_changes().merging(self.current.base, slot):
                yield
                if self.used is not used or not slot.is_complete:
                    return  # a newer list, or newer changes, came meanwhile
            self.current.use(self._changes.present)
        except (ListError, StorageError) as error:
            self.refused = str(error)
            slot.put_aside()

    def _opened_changes(self):
        if self._changes is None:
            from .changes import Changes  # nor before there are any

            self._changes = Changes(self._overlays)
            self._changes.open(self.current.base)
        return self._changes

    def verifying(self):
        """Yield between small steps through the list in use; one that is not as it was issued is put aside."""
        used, current = self.used, self.current
        if not isinstance(current, OfflineList):
            return
        overlay = current.overlay
        try:
            for steps, _ in enumerate(verifying(used.read)):
                if steps % _STEP_PARTS == _STEP_PARTS - 1:
                    yield
                    if self.current is not current:
                        return  # another one was taken meanwhile, and verified on arrival
            yield
        except ListError:
            if self.current is current:
                self._give_up(used)
            return
        try:
            for _ in overlay.verifying() if overlay else ():
                yield
                if current.overlay is not overlay:
                    return
        except ListError:
            self._changes.put_aside()
            current.use(None)
            self.damage = "The changes of later days are damaged. Sync with the laptop to get them again."

    def reopen(self) -> None:
        """Take up the newest list for which a key is at hand: none while the handheld is locked."""
        self.current = self.used = None
        self.damage = self.refused = ""
        keys = list_keys()
        opened = [self._opened(slot, keys) for slot in self.slots]
        whole = [one for one, slot in zip(opened, self.slots) if one and slot.is_complete]
        if not whole:
            return
        self.current = whole[0]
        if len(whole) == 2:
            if is_newer(whole[1].header, whole[0].header) or self.slots[0].lost:
                self.current = whole[1]
            self.slots[1 - opened.index(self.current)].put_aside()  # its rows were overwritten
        place = opened.index(self.current)
        self.used = self.slots[place]
        self._changes = None
        if [one for one in self._overlays if one.read(0, len(OVERLAY_MAGIC)) == OVERLAY_MAGIC]:
            self.current.use(self._opened_changes().present)
        _keep_order(keys, self.current.key)
        newer = opened[1 - place]
        if self.used.lost and newer and not self.slots[1 - place].is_complete:
            self.current = Replacing(self.current, newer)

    def _opened(self, slot, keys: "list[bytes]"):
        if slot.header is None:
            self.refused = self.refused or "There is no list here. Sync with the laptop to get one."
            return None
        for key in keys:
            try:
                return OfflineList(slot.read, key)
            except ListError as error:
                self.refused = self.refused or str(error)
        return None

    def _give_up(self, slot) -> None:
        slot.put_aside()
        self.current = self.used = None
        self.damage = "The list is damaged. Sync with the laptop to get it again."


def list_keys() -> "list[bytes]":
    """Return the key of the list in use, then the other one; empty where there is none, and both while it is locked."""
    return [settings.load_secret(_KEY) or b"", settings.load_secret(_NEXT_KEY) or b""]


def _keep_order(keys: "list[bytes]", used: bytes) -> None:
    """Store the keys so that the used one comes first."""
    if used != keys[0]:
        try:
            settings.store_secret(_KEY, used)
            settings.store_secret(_NEXT_KEY, keys[0])
        except StorageError:
            pass  # both keys are there all the same: the next boot tries again


def is_newer(one, other) -> bool:
    """Compare two lists' headers: within one key epoch their versions count."""
    if one.key_id == other.key_id:
        return one.version > other.version
    return (one.issued_s, one.version) > (other.issued_s, other.version)
