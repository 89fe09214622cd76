"""Runs the firmware in a MicroPython process and holds what a board has: keys, screen, camera and cable."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viewmark import places
from viewmark.errors import HandheldError
from viewmark.handheld import board as boards
from viewmark.handheld import camera
from viewmark.handheld.cable import Cable
from viewmark.handheld.flash_lock import FlashLock
from viewmark.handheld.image import firmware_image
from viewmark.handheld.runtime import room_for, started
from viewmark.handheld.scan_engine import ScanEngine

if TYPE_CHECKING:
    from viewmark.radio.air import Air
    from viewmark.radio.peripheral import Peripheral

# The camera's frame (8-bit grey) and the screen (4 bits) come on top of the heap that the flows get.
BUFFER_BYTES = 320 * 240 + 320 * 240 // 2
HEAP_BYTES = 512 * 1024 + BUFFER_BYTES  # 252 KiB are enough for everything but reading
OFF = "off"
_RESTART = 75  # the firmware's own word for a reset
_BOARD = "sim"
_START_S = 20.0
_PIXELS_AT_MOST = 1 << 20


class ScreenShot(NamedTuple):
    """What the screen shows: name, texts, how many keys were taken before it, pixels (4 bits each), lit quadrants."""

    name: str
    texts: list[str]
    keys_taken: int
    pixels: bytes
    light: int = 0


class Handheld:
    """A simulated handheld whose flash lies in `folder`. `kill` is the power cut; `start` again is the power.

    It has a radio where there is an `air`.
    """

    def __init__(
        self,
        folder: Path,
        device_id: str = "handheld-1",
        clock_trust: str = "battery",
        heap_bytes: int = HEAP_BYTES,
        partitions: dict[str, int] | None = None,
        key_in_chip: bool = True,
        air: "Air | None" = None,
        firmware_root: bytes = b"",
    ) -> None:
        self.folder = folder
        self.board = boards.read_board()
        self.device_id = device_id
        self.heap_bytes = heap_bytes
        folder.mkdir(parents=True, exist_ok=True)
        self._clock_trust = clock_trust
        self._partitions = partitions
        self._key_in_chip = key_in_chip
        self.cable = Cable(folder / "serial")
        self._scan_engine = ScanEngine()
        self.screen = ScreenShot(OFF, [], 0, b"")
        self._firmware_root = firmware_root
        self._changed = asyncio.Condition()
        self._pressed = 0
        self.revision = 0  # counts every change that a page shows
        self.battery_percent = 100
        self._process: asyncio.subprocess.Process | None = None
        self._control: asyncio.StreamWriter | None = None
        self._servers: list[asyncio.Server] = []
        self._air = air
        self._radio: Peripheral | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._lock: FlashLock | None = None
        self._console = folder / "console.log"  # of every start, one after the other
        self._console_bytes = 0  # at this start

    @property
    def is_on(self) -> bool:
        """Whether the firmware runs, or is about to after a reset."""
        return self._process is not None and self._process.returncode in (None, _RESTART)

    async def start(self) -> None:
        """Switch on and wait for the first picture; HandheldError with the firmware's last words when none comes.

        HandheldError too, and nothing in the folder is touched, where another handheld runs with it.
        """
        if self._lock is None:
            self._lock = await FlashLock.take(self.folder)
        try:
            await self._start()
        except BaseException:
            await self.kill()
            raise

    async def _start(self) -> None:
        trust, in_chip = self._clock_trust, self._key_in_chip
        boards.lay_out(self.folder, self.board, self.device_id, trust, self._partitions, in_chip)
        self._console_bytes = self._console.stat().st_size if self._console.exists() else 0
        image = await asyncio.to_thread(firmware_image, _BOARD, self._firmware_root)
        control = await asyncio.start_server(self._serve_control, "127.0.0.1", 0, limit=_PIXELS_AT_MOST)
        serial = await asyncio.start_server(self._serve_serial, "127.0.0.1", 0)
        engine = await asyncio.start_server(self._scan_engine.serve, "127.0.0.1", 0)
        self._servers = [control, serial, engine]
        self._pressed = 0
        ports = [server.sockets[0].getsockname()[1] for server in self._servers]
        boards.set_ports(self.folder, *ports, radio_port=await self._start_radio())
        await self._run(image)
        self._watcher = asyncio.create_task(self._watch(image))
        await self.wait_for(lambda screen: screen.name != OFF, _START_S)

    async def _run(self, image: Path) -> None:
        assert self._lock is not None
        heap_bytes = self.heap_bytes + room_for(*boards.slot_images(self.folder))  # from a slot it comes into the heap
        with self._console.open("ab") as console:
            self._process = await asyncio.create_subprocess_exec(
                *started(heap_bytes, image),
                str(places.firmware() / "boards" / _BOARD / "boot.py"),
                str(image),
                _BOARD,
                str(self.folder),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                pass_fds=(self._lock.handle,),  # whoever kills this process leaves no firmware without the lock
            )

    async def kill(self) -> None:
        """Cut the power: `kill -9`, at whatever instant it is."""
        if self._watcher is not None:
            self._watcher.cancel()  # a reset must not start it again
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        await self._ended()
        await self.tell_changed()

    async def stop(self) -> None:
        """Switch off and pull the cable."""
        await self.kill()
        self.cable.pull_out()

    async def _start_radio(self) -> int | None:
        if self._air is None:
            return None
        from viewmark.radio.peripheral import Peripheral  # Bumble is there where an air is

        self._radio = Peripheral(self._air, self.device_id)
        return await self._radio.start()

    async def _ended(self) -> None:
        if self._process is not None:
            await self._process.wait()
        self.cable.attach(None)
        if self._control is not None:
            self._control.close()
            self._control = None
        for server in self._servers:
            server.close()
        self._servers = []
        if self._radio is not None:
            await self._radio.close()
            self._radio = None
        if self._lock is not None:
            self._lock.let_go()
            self._lock = None
        self.screen = ScreenShot(OFF, [], 0, b"")

    def look_at(self, picture: Path) -> None:
        """Put a picture before the camera; PictureError when it is none, and then the camera sees nothing."""
        self.look_away()
        camera.lay_before(self.folder, picture, self.board)
        self._scan_engine.picture = picture

    def look_away(self) -> None:
        """Leave the camera with nothing to see."""
        camera.take_away(self.folder)
        self._scan_engine.picture = None

    async def press(self, key: str) -> int:
        """Press a key (`up`, `down`, `ok` or `back`) and return how many have been pressed since the start."""
        if self._control is None:
            raise HandheldError("The handheld is off. Switch it on.")
        self._control.write(json.dumps({"key": key}).encode() + b"\n")
        await self._control.drain()
        self._pressed += 1
        return self._pressed

    async def set_battery(self, percent: int) -> None:
        """Charge or drain the battery to a percentage."""
        self.battery_percent = percent
        if self._control is not None:
            self._control.write(json.dumps({"battery": percent}).encode() + b"\n")
            await self._control.drain()
        await self.tell_changed()

    async def tell_changed(self) -> None:
        """Wake whoever waits for a change."""
        async with self._changed:
            self.revision += 1
            self._changed.notify_all()

    async def wait_changed(self, since: int) -> int:
        """Wait until something has changed since a revision and return the present one."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.revision != since)
            return self.revision

    async def wait_for(self, condition, timeout_s: float) -> ScreenShot:
        """Return the first picture for which `condition` holds; HandheldError when none comes in time."""
        try:
            async with asyncio.timeout(timeout_s):
                async with self._changed:
                    await self._changed.wait_for(lambda: not self.is_on or condition(self.screen))
        except TimeoutError:
            raise HandheldError(self._late(timeout_s)) from None
        if not self.is_on:
            raise HandheldError(f"The handheld went off. Start it again. {self._said()}")
        return self.screen

    def _late(self, timeout_s: float) -> str:
        if self.screen.name == OFF:
            told = f"The handheld has shown nothing for {timeout_s:.0f} s. End what else keeps this machine busy"
            return f"{told}, then start it again. {self._said()}"
        shows = ": ".join([self.screen.name, ", ".join(self.screen.texts)])
        return f"The handheld still shows {shows}. Bring it to its home page, then try again. {self._said()}"

    def _said(self) -> str:
        words = self.last_words(self._console_bytes)
        if not words:
            return f"Its firmware printed nothing to {self._console}."
        return f"Its last words, the end of {self._console}: {words}"

    def last_words(self, since_bytes: int = 0) -> str:
        """Return the end of what the firmware printed, of which so much at the beginning is not asked for."""
        if not self._console.exists():
            return ""
        with self._console.open("rb") as file:
            file.seek(since_bytes)
            return file.read().decode(errors="replace")[-600:].strip()

    async def _serve_control(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._control = writer
        await self.set_battery(self.battery_percent)
        try:
            while line := await reader.readline():
                head = json.loads(line)
                pixels = await reader.readexactly(head["pixels"])
                self.screen = ScreenShot(head["screen"], head["texts"], head["keys_taken"], pixels, head["light"])
                await self.tell_changed()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the power was cut in the middle of a picture, or the loop ends: nobody waits for this task

    async def _serve_serial(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.cable.attach(writer)
        try:
            while data := await reader.read(4096):
                self.cable.from_device(data)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the power was cut, or the loop ends: nobody waits for this task

    async def _watch(self, image: Path) -> None:
        while self._process is not None and await self._process.wait() == _RESTART:
            self._pressed = 0
            self.screen = ScreenShot(OFF, [], 0, b"")
            await self._run(image)
        await self.tell_changed()
