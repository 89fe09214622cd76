"""What a board must offer. Firmware knows these interfaces and no pin; a board's `make_ports` returns a Ports.

The interfaces are for people and the type checker: on the device their names stand for nothing, and cost nothing.
"""

from viewmark_protocol.compat import TYPE_CHECKING
from viewmark_protocol.errors import ViewmarkError


class CameraError(ViewmarkError):
    """The camera delivered no usable picture."""


class StorageError(ViewmarkError):
    """The flash did not do what it was asked to, or is full."""


class LockedError(StorageError):
    """What was asked for lies under keys that are not at hand: the PIN was not entered, or they were destroyed."""


if TYPE_CHECKING:
    import asyncio

    class Photo:
        """The original bytes of one picture, read in parts so that they never lie in memory whole."""

        size_bytes: int

        def read(self, offset: int, count: int) -> bytes:
            """Return at most `count` bytes from `offset`; OSError when they cannot be read."""
            raise NotImplementedError

        def close(self) -> None:
            """Give back what it holds: it is not read any more."""
            raise NotImplementedError

    class Camera:
        """The macro camera."""

        width_px: int
        height_px: int

        def capture(self, frame: bytearray) -> Photo:
            """Fill `frame` (8-bit grey, row by row) and return the original; CameraError when there is no picture."""
            raise NotImplementedError

        def look(self, frame: bytearray) -> None:
            """Fill `frame` with what is seen now, for another view of the same; CameraError as above."""
            raise NotImplementedError

    class Light:
        """The ring light with four quadrants; raking light is how stamped marks are read."""

        def show(self, quadrants: int) -> None:
            """Light the quadrants whose bits are set: 1 top, 2 right, 4 bottom, 8 left; 0 is off."""
            raise NotImplementedError

    class Battery:
        """The battery's gauge."""

        def percent(self) -> int:
            """Return the charge, 0 to 100."""
            raise NotImplementedError

    class ScanEngine:
        """The scan engine for Data Matrix, QR and bar codes at its UART, set to say when it sees none (`NR`)."""

        def read(self) -> bytes:
            """Return the bytes that have come, none when there are none; never waits."""
            raise NotImplementedError

        def write(self, data: bytes) -> None:
            """Send a few bytes; never waits."""
            raise NotImplementedError

    class Keys:
        """The four keys. `pressed` is an asyncio.Event that is set when one waits to be taken."""

        pressed: "asyncio.Event"

        def take(self) -> "str | None":
            """Return the oldest key that waits: `up`, `down`, `ok` or `back`; None when there is none."""
            raise NotImplementedError

        def forget(self) -> None:
            """Drop the keys that wait: they were pressed before what they would answer was seen."""
            raise NotImplementedError

    class Screen:
        """The display: 16 colours, two pixels a byte (framebuf.GS4_HMSB)."""

        width_px: int
        height_px: int

        async def show(self, pixels: bytearray, name: str, texts: "list[str]") -> None:
            """Show a whole picture; `name` and `texts` say what is on it, for a screen reader or a bench."""
            raise NotImplementedError

    class Partition:
        """A part of the flash by MicroPython's extended block protocol, as `esp32.Partition` has it."""

        def readblocks(self, block: int, buffer: bytearray, offset: int = 0) -> None:
            """Fill `buffer` from a block's offset on."""
            raise NotImplementedError

        def writeblocks(self, block: int, buffer: bytes, offset: "int | None" = None) -> None:
            """Program erased bytes; without an offset erase the blocks first."""
            raise NotImplementedError

        def ioctl(self, request: int, argument: int) -> int:
            """4: number of blocks, 5: bytes in a block, 6: erase one block."""
            raise NotImplementedError

    class Vault:
        """A key that was made in the chip and never leaves it (eFuse HMAC, secure element).

        Without one `in_chip` is false, the key is the same on every board, and a PIN does not stop a copied flash.
        """

        in_chip: bool

        def hmac(self, data: bytes) -> bytes:
            """Return the HMAC-SHA256 of `data` under that key, 32 bytes."""
            raise NotImplementedError

    class Clock:
        """The real-time clock."""

        def now_s(self) -> int:
            """Return UTC seconds since 1970; 0 when it was never set."""
            raise NotImplementedError

        def trust(self) -> str:
            """Return `unset`, `battery` or `laptop`."""
            raise NotImplementedError

        def set(self, utc_s: int) -> None:
            """Set the clock; trust is `laptop` from then on."""
            raise NotImplementedError

        def ticks_ms(self) -> int:
            """Return milliseconds since boot; they never wrap."""
            raise NotImplementedError

    class Pipe:
        """The cable's second serial port."""

        async def read(self) -> bytes:
            """Wait for bytes and return them."""
            raise NotImplementedError

        async def write(self, data: bytes) -> None:
            """Write all of `data`, or drop it where no cable is in."""
            raise NotImplementedError

    class Bluetooth:
        """The radio: what the firmware asks of the `BLE` of MicroPython's module `bluetooth`, as that has it."""

        def active(self, on: bool) -> "bool | None":
            """Switch the radio on or off; OSError when there is none."""
            raise NotImplementedError

        def config(self, **values: "int | str") -> None:
            """Set `mtu`, `gap_name` or `addr_mode`; ValueError or OSError for what a port lacks."""
            raise NotImplementedError

        def irq(self, handler) -> None:
            """Have every event handled by `handler(event, data)`, which must not wait."""
            raise NotImplementedError

        def gap_advertise(
            self, interval_us: "int | None", adv_data: "bytes | None" = None, *, resp_data: "bytes | None" = None
        ) -> None:
            """Go on the air, or off it with None; OSError when the stack cannot now."""
            raise NotImplementedError

        def gap_disconnect(self, connection: int) -> bool:
            """Part from a central."""
            raise NotImplementedError

        def gatts_register_services(self, services: tuple) -> "tuple[tuple[int, ...], ...]":
            """Register all services and return the handles of their values."""
            raise NotImplementedError

        def gatts_set_buffer(self, handle: int, size: int, append: bool = False) -> None:
            """Have a value's buffer hold `size` bytes; with `append` it keeps all writes until it is read."""
            raise NotImplementedError

        def gatts_read(self, handle: int) -> bytes:
            """Return a value; a buffer that appends is empty afterwards."""
            raise NotImplementedError

        def gatts_notify(self, connection: int, handle: int, data: "bytes | memoryview") -> None:
            """Notify a central; OSError with ENOMEM or EAGAIN while the stack has no room."""
            raise NotImplementedError

    class Ports:
        """Everything a board offers, and what it says of itself: `board` is what its firmware is made for.

        Without a radio `bluetooth` is None, without a scan engine `scan_engine`.
        """

        device_id: str
        board: str
        camera: Camera
        light: Light
        battery: Battery
        keys: Keys
        screen: Screen
        clock: Clock
        vault: Vault
        pipe: Pipe
        bluetooth: "Bluetooth | None"
        scan_engine: "ScanEngine | None"

        def partition(self, name: str) -> Partition:
            """Return a partition of the board's table by name."""
            raise NotImplementedError

        def random(self, count: int) -> bytes:
            """Return random bytes fit for keys and ids."""
            raise NotImplementedError

        def restart(self) -> None:
            """Start anew, as after power off and on; does not return."""
            raise NotImplementedError

else:
    Photo = Camera = Light = Battery = ScanEngine = Keys = Screen = Partition = Vault = Clock = Pipe = object
    Bluetooth = Ports = object
