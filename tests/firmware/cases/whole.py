"""A whole handheld on flash in memory: its app, with a camera, keys and a screen that a test works by hand."""

import asyncio

from app import App
from checks.burst import Burst
from checks.flow import CheckFlow
from disk import blank, unmount
from flash import RamFlash
from laptop import CERTIFICATE, Counted, HandClock, HandVault, Laptop, Trusting
from link.line import Line
from ports import CameraError, Ports

LATTICE = [[("7", 99)], [("A", 99)], [("7", 99)]]


class HandKeys:
    """Keys that a test presses."""

    def __init__(self):
        self.pressed = asyncio.Event()
        self.waiting = []

    def press(self, *keys):
        self.waiting.extend(keys)
        self.pressed.set()

    def take(self):
        return self.waiting.pop(0) if self.waiting else None

    def forget(self):
        self.waiting = []


class HandScreen:
    """Notes every page; `on_show(name)` is called while one is shown."""

    def __init__(self):
        self.pages = []
        self.on_show = lambda name: None

    async def show(self, pixels, name, texts):
        self.pages.append((name, texts))
        self.on_show(name)
        await asyncio.sleep_ms(0)

    def names(self):
        return [name for name, _ in self.pages]


class HandCamera:
    """Takes `photo`, or no picture where that is None."""

    width_px, height_px = 320, 240

    def __init__(self):
        self.photo = None

    def capture(self, frame):
        if self.photo is None:
            raise CameraError("There is no picture.")
        return self.photo

    def look(self, frame):
        self.capture(frame)


class Quiet:
    """A light and a battery."""

    def show(self, quadrants):
        pass

    def percent(self):
        return 50


class HandPorts(Ports):
    device_id = "VM-0001"
    board = "test-board"
    bluetooth = pipe = scan_engine = None

    def __init__(self, flashes, random):
        self._random = random
        self.camera, self.keys, self.screen = HandCamera(), HandKeys(), HandScreen()
        self.light = self.battery = Quiet()
        self.clock = HandClock()
        self.clock.utc_s = 1790000000
        self.vault = HandVault()
        self._flashes = flashes

    def partition(self, name):
        return self._flashes[name]

    def random(self, count):
        return self._random(count)


class Reader:
    """Reads the same serial in every picture, and is sure of it."""

    def begin(self):
        pass

    def add(self, frame, width_px, height_px):
        return True

    def lattice(self):
        return LATTICE

    def beside(self, frame, width_px, height_px):
        return []


class Whole:
    """A handheld; `restart` is power off and on, with what lies in its flash."""

    def __init__(self):
        self.flashes = {
            "records": RamFlash(4096, 8, unit_bytes=16),
            "keys": RamFlash(4096, 6, unit_bytes=16, zeroes=True),
            "photos": blank(260),
            "list": RamFlash(2048, 64),
            "firmware_a": RamFlash(4096, 4, unit_bytes=16, zeroes=True),
        }
        self.random = Counted()
        self.restart()

    def restart(self):
        unmount()
        self.ports = HandPorts(self.flashes, self.random)
        self.app = App(self.ports)
        self.app.burst = Burst(self.app, Reader())

    def laptop(self):
        """Return a paired laptop, greeted, on the handheld's cable."""
        lines = self.app.lines
        lines.pairings.laptops = [("desk", CERTIFICATE)]
        self.clock = self.ports.clock
        self.server = Line(self.ports, lines.server, lines.pairings, lines.begin_pairing, Trusting)
        return Laptop(self)

    def check(self, photo=None, wait_s=5):
        """Run a check; every page is answered with `ok` unless the test set `on_show`. Return whether it ended."""
        self.ports.camera.photo = photo

        async def work():
            try:
                await asyncio.wait_for(CheckFlow(self.app).run(), wait_s)
            except asyncio.TimeoutError:
                return False
            return True

        return asyncio.run(work())

    def run_screens(self, wait_s=0.3):
        """Run the app's screens for a while, as from power on."""

        async def work():
            try:
                await asyncio.wait_for(self.app._screens(), wait_s)
            except asyncio.TimeoutError:
                pass

        asyncio.run(work())

    def answer(self, name):
        """Press `ok` on a page, `back` on a verdict; among the marks go to the verdict without answering any."""
        texts = self.ports.screen.pages[-1][1]
        is_among_marks = name == "guide" and ">TO THE VERDICT" not in texts
        self.ports.keys.press("down" if is_among_marks else "back" if name == "verdict" else "ok")

    def answer_all(self):
        """Answer every page while it is shown."""
        self.ports.screen.on_show = self.answer
