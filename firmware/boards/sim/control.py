"""Keys in, pictures out: JSON lines from the host, and to it a JSON line and the pixels for each picture."""

import asyncio
import json
import sys

from boards.sim.pipe import connect
from ports import Battery, Keys, Light, Screen
from screens.canvas import HEIGHT_PX, WIDTH_PX

_PART_BYTES = 1024
_NAMES = ("up", "down", "ok", "back")


class SimKeys(Keys):
    """Keys that the host pressed and nobody has taken yet."""

    def __init__(self) -> None:
        self.pressed = asyncio.Event()
        self.taken = 0
        self._waiting = []

    def press(self, key: str) -> None:
        """Have a key wait to be taken."""
        if key in _NAMES:
            self._waiting.append(key)
            self.pressed.set()

    def take(self) -> "str | None":
        """Return the oldest key that waits."""
        if not self._waiting:
            return None
        self.taken += 1
        return self._waiting.pop(0)

    def forget(self) -> None:
        """Drop the keys that wait."""
        self.taken += len(self._waiting)
        self._waiting = []


class SimBattery(Battery):
    """A battery whose charge the host sets."""

    def __init__(self) -> None:
        self.charge = 100

    def percent(self) -> int:
        """Return the charge."""
        return self.charge


class SimLight(Light):
    """A ring light that the host sees; it is told with the next picture."""

    def __init__(self) -> None:
        self.quadrants = 0

    def show(self, quadrants: int) -> None:
        """Light the quadrants."""
        self.quadrants = quadrants


class SimScreen(Screen):
    """A display at the other end of the control socket."""

    width_px = WIDTH_PX
    height_px = HEIGHT_PX

    def __init__(self, writer: asyncio.StreamWriter, keys: SimKeys, light: SimLight) -> None:
        self._writer = writer
        self._keys = keys
        self._light = light

    async def show(self, pixels: bytearray, name: str, texts: "list[str]") -> None:
        """Send one picture with its name, its texts, and how many keys had been taken before."""
        head = {"screen": name, "texts": texts, "keys_taken": self._keys.taken, "pixels": len(pixels)}
        head["light"] = self._light.quadrants
        self._writer.write(json.dumps(head).encode() + b"\n")
        view = memoryview(pixels)
        for start in range(0, len(pixels), _PART_BYTES):
            self._writer.write(view[start : start + _PART_BYTES])
            await self._writer.drain()


class Control:
    """The host's bench: presses keys, sets the battery, sees screen and light. A real board has none."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.keys = SimKeys()
        self.light = SimLight()
        self.battery = SimBattery()
        self.screen = SimScreen(writer, self.keys, self.light)
        self._task = asyncio.create_task(self._listen())

    @classmethod
    async def connect(cls, port: int) -> "Control":
        """Connect to the host's control port."""
        return cls(*(await connect(port)))

    async def _listen(self) -> None:
        while True:
            line = await self._reader.readline()
            if not line:
                sys.exit(0)
            told = json.loads(line)
            if "battery" in told:
                self.battery.charge = told["battery"]
                self.keys.pressed.set()  # the home screen shows it
            self.keys.press(told.get("key", ""))
