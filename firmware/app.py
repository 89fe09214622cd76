"""The handheld: owns the stores, the link and the screen, and goes from the home screen into the flows."""

import asyncio

from checks import answers, files, photos, settings
from checks.flow import CheckFlow
from checks.ring import Ring
from link.server import LinkServer
from lists.store import ListStore
from ports import StorageError
from screens.canvas import Canvas
from screens.history import ROWS, history
from screens.home import home
from screens.message import message
from screens.page import Page
from viewmark_protocol.checks import decode_check, gravest_verdict
from viewmark_protocol.errors import ViewmarkError

_POLL_MS = 20
_PHOTO_ROOM_BYTES = 512 * 1024  # one photo at its largest


class Status:
    """What the home screen tells."""

    def __init__(self, app) -> None:
        ring = app.ring
        self.has_room = app.has_room()
        self.is_damaged = bool(files.damage)
        self.on_device = ring.next_sequence - ring.first_sequence
        self.on_laptop = max(ring.acknowledged, ring.first_sequence) - ring.first_sequence
        self.list_version = app.lists.version
        self.list_date = app.list_date()
        self.list_damage = app.lists.damage
        self.clock_trust = app.ports.clock.trust()
        self.connected = app.link.connected
        self.battery_percent = app.ports.battery.percent()


class App:
    """Everything that runs between power on and power off. StorageError when the flash cannot be used."""

    def __init__(self, ports) -> None:
        self.ports = ports
        try:
            files.mount(ports.partition("photos"))
        except StorageError:
            pass  # the log and the link do without files: what is recorded still reaches the laptop
        self.ring = Ring(ports.partition("records"), ports.random(8))
        log_id, acknowledged = settings.load("acknowledgement", (b"", 0))
        if log_id == self.ring.log_id:  # another log's count would free what nobody has
            self.ring.restore(acknowledged)
        photos.settle(self.ring)
        self.lists = ListStore(ports.partition("list"))
        self.boot_count = settings.load("boot-count", 0) + 1
        try:
            settings.store("boot-count", self.boot_count)
        except StorageError:
            pass  # without room it must still start: only a sync makes room
        self.link = LinkServer(ports, self.ring, self.lists, self.changed)
        self._canvas = Canvas()
        self._flow = CheckFlow(self)
        self._flushing = asyncio.Lock()
        self._connected = False  # as the screen shows it

    def has_room(self) -> bool:
        """Return whether a whole check, photo included, can be stored."""
        return self.ring.has_room() and files.free_bytes() > _PHOTO_ROOM_BYTES

    def list_date(self) -> str:
        """Return the day on which the list was issued, as `YYYY-MM-DD`."""
        if self.lists.current is None:
            return ""
        return _date(self.lists.current.header.issued_s)

    def changed(self) -> None:
        """Have the screen drawn anew where it shows what has just changed."""
        self.ports.keys.pressed.set()

    async def show(self, page: Page, refresh: bool = False) -> "str | None":
        """Show a page and return the next key; with `refresh` also return None when something changed."""
        page.draw(self._canvas)
        await self.ports.screen.show(self._canvas.pixels, page.name, page.texts())
        keys = self.ports.keys
        while True:
            key = keys.take()
            if key in page.keys:
                return key
            if key is None:
                await keys.pressed.wait()
                keys.pressed.clear()
                if refresh:
                    return keys.take()

    async def run(self) -> None:
        """Run the link and the screens side by side, for ever."""
        receiving = asyncio.create_task(self._receive())
        sending = asyncio.create_task(self._send())
        verifying = asyncio.create_task(self._verify_list())
        try:
            await self._screens()
        finally:
            receiving.cancel()
            sending.cancel()
            verifying.cancel()

    async def _verify_list(self) -> None:
        for _ in self.lists.verifying():
            await asyncio.sleep_ms(_POLL_MS)
        self.changed()

    async def _screens(self) -> None:
        while True:
            key = await self.show(home(Status(self)), refresh=True)
            try:
                if key == "ok":
                    await self._flow.run()
                    self.ports.light.show(0)
                elif key == "up":
                    await self._show_history()
            except ViewmarkError as error:
                await self.show(message("NOT DONE", str(error)))

    async def _show_history(self) -> None:
        newest = self.ring.next_sequence - 1
        top = newest
        while True:
            bottom = max(top - ROWS + 1, self.ring.first_sequence)
            rows = [self._history_row(sequence) for sequence in range(top, bottom - 1, -1)]
            key = await self.show(history(rows, bottom > self.ring.first_sequence, top < newest), refresh=True)
            if key == "down":
                top = bottom - 1
            elif key == "up":
                top = min(top + ROWS, newest)
            elif key == "back":
                return

    def _history_row(self, sequence: int) -> tuple:
        try:
            gravest = gravest_verdict(decode_check(self.ring.read(sequence)))
            word = gravest.word if gravest else "empty"
        except (StorageError, ViewmarkError):
            word = "damaged"
        answer = answers.load(self.ring.log_id, sequence)
        return sequence, word, sequence < self.ring.acknowledged, answer[0] if answer else None

    async def _receive(self) -> None:
        while True:
            data = await self.ports.pipe.read()
            self.link.feed(data)
            await self._flush()

    async def _send(self) -> None:
        await self.ports.pipe.write(self.link.at_start())
        while True:
            await asyncio.sleep_ms(_POLL_MS)
            await self._flush()
            if self.link.connected != self._connected:
                self._connected = self.link.connected
                self.changed()

    async def _flush(self) -> None:
        async with self._flushing:  # two writers of one stream would write over each other
            data = self.link.poll()
            if data:
                await self.ports.pipe.write(data)


def _date(utc_s: int) -> str:
    """Return the day of a UTC second (Howard Hinnant's civil_from_days); boards differ in their time epoch."""
    days = utc_s // 86400 + 719468
    era = days // 146097
    of_era = days - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return "%04d-%02d-%02d" % (year + era * 400 + (1 if month <= 2 else 0), month, day)
