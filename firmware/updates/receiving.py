"""Taking a firmware image from the laptop into the slot that does not run: what is refused, from where it is wanted."""

from ports import StorageError
from sectors import UNIT_BYTES
from updates.slot import COMPLETE, SLOTS, FirmwareSlot
from version import SOFTWARE_VERSION
from viewmark_protocol.errors import FirmwareError
from viewmark_protocol.firmware_image import decode_firmware_head, version_of, version_text, why_refused
from viewmark_protocol.messages.firmware import FirmwareWanted, OfferFirmware, PushFirmwarePart
from viewmark_protocol.messages.hello import Failed

_ROOT_FILE = "root.bin"


class FirmwareReceiver:
    """Takes images for a board whose slot of the number `running` runs, None for none of them."""

    def __init__(self, ports, running: "int | None", root: "bytes | None" = None) -> None:
        self._ports = ports
        self._slot = FirmwareSlot(ports.partition(SLOTS[1 if running == 0 else 0]))
        self._is_open = False  # whether parts are taken
        self._root = built_in_root() if root is None else root

    @property
    def ready(self) -> str:
        """The version that starts at the next power on, empty where none waits."""
        slot = self._slot
        if not slot.head or not slot.is_complete or slot.is_tried or slot.is_refused:
            return ""
        return version_text(slot.head.version) if slot.head.version > version_of(SOFTWARE_VERSION) else ""

    @property
    def progress(self):
        """How much of what comes down is here: `(bytes, total_bytes)`, None while nothing comes."""
        if not self._is_open or not self._slot.head:
            return None
        return self._slot.received, self._slot.head.image_bytes

    def answer(self, message):
        """Return the answer to a message of the family, None to one that asks nothing."""
        if isinstance(message, OfferFirmware):
            return self._offer(message.head, message.total_bytes)
        if isinstance(message, PushFirmwarePart):
            return self._take(message.offset, message.content)
        return None

    def _offer(self, head_bytes: bytes, total_bytes: int):
        self._is_open = False
        try:
            head, signature = decode_firmware_head(head_bytes)
        except FirmwareError as error:
            return _refusal(str(error))
        if head.total_bytes != total_bytes or len(head_bytes) != total_bytes - head.image_bytes:
            return _refusal("The firmware's size is not the one that its head says. Bring the whole file.")
        running = version_of(SOFTWARE_VERSION)
        slot = self._slot
        refused = why_refused(head, signature, self._ports.board, running, slot.room_bytes, self._root)
        if refused:
            return _refusal(refused)
        if head.version == running:
            return FirmwareWanted(offset=total_bytes)
        if slot.head_bytes != head_bytes:
            slot.begin(head_bytes)
        elif slot.is_refused:
            return _refusal("Firmware %s did not start here. Bring a later one." % version_text(head.version))
        elif slot.is_complete:
            return FirmwareWanted(offset=total_bytes)
        self._is_open = True
        return self._finished() if slot.received == head.image_bytes else self._wanted()

    def _take(self, offset: int, content: bytes):
        slot = self._slot
        if not self._is_open or not slot.head or offset != len(slot.head_bytes) + slot.received:
            return Failed(failure="out-of-order", text="This part of the firmware was not asked for.")
        left = slot.head.image_bytes - slot.received
        if not content or len(content) > left or (len(content) % UNIT_BYTES and len(content) != left):
            return _refusal("This part of the firmware is too long, or no whole units. Bring the whole file.")
        try:
            slot.write(content)
        except StorageError:
            self._is_open = False
            slot.load()
            raise
        return self._finished() if len(content) == left else self._wanted()

    def _finished(self):
        self._is_open = False
        slot = self._slot
        if not slot.is_whole():
            slot.put_aside()
            return _refusal("The firmware that came is not the one that was signed. It is asked for again.")
        slot.mark(COMPLETE)
        return self._wanted()

    def _wanted(self):
        return FirmwareWanted(offset=len(self._slot.head_bytes) + self._slot.received)


def built_in_root() -> bytes:
    """Return the public key (HSS, 60 bytes) of who makes this firmware; empty where the image was built without one."""
    folder = __file__[: __file__.rfind("/") + 1]
    try:
        with open(folder + _ROOT_FILE, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _refusal(text: str) -> Failed:
    return Failed(failure="refused", text=text)
