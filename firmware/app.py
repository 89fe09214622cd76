"""The handheld: owns the stores, the link and the screen, and goes from the home screen into the flows."""

import asyncio
import gc

from checks import answers, files, photos, settings
from checks.store import Store
from link.lines import Lines
from lists.store import ListStore
from loading import give_back
from ports import StorageError
from screens import language
from screens.canvas import Canvas
from screens.home import age, home
from screens.message import message
from screens.page import Page
from utc import clock_time, date
from viewmark_protocol.errors import ViewmarkError
from viewmark_protocol.verdicts import VERDICTS

_APPLY_MS = 500  # between looks for changes to apply
_VERIFY_MS = 20
_DAY_S = 86400
_IDLE_LOCK_MS = 5 * 60 * 1000  # without a key
# What a check loads, and gives back: by their packages.
_CHECKING = ("flow", "record", "taken", "draft", "guide", "asking", "serial")
_CHECK_SCREENS = ("confirm", "guide", "choice", "shape", "verdict", "aim", "advice", "leaving")
_ASKING = ("judging", "meanings", "enumeration", "plausibility", "calibres", "disagreement", "shapes")
_RECORDING = ("checks", "marks", "warning_words")
_INTERPRETING = ("inscriptions", "phrases", "origins")
# What is loaded beside checks, and left where it was when the handheld locks by itself: a text, smaller than a tuple.
_FLOWS = "setup.flow keys.flow link.flow practice.flow practice.pictures "
_ASIDE = _FLOWS + "screens.choice screens.pin screens.pairing screens.laptops screens.practice screens.about"
_PHOTO_ROOM_BYTES = 512 * 1024  # one photo at its largest


class Relocked(Exception):
    """Nobody pressed a key for long: whatever page was open is left, and the PIN is asked for."""


class Status:
    """What the home screen tells."""

    def __init__(self, app) -> None:
        ring = app.ring
        self.has_room = app.has_room()
        self.store_state = app.store.state
        self.is_damaged = bool(files.damage)
        self.on_device = ring.next_sequence - ring.first_sequence
        self.on_laptop = max(ring.acknowledged, ring.first_sequence) - ring.first_sequence
        self.list_version = app.lists.version
        self.list_date = app.list_date()
        self.list_damage = app.lists.damage
        self.list_age, self.list_expired = app.list_age()
        self.register_hit = app.lines.server.register_hit
        self.clock_trust = app.ports.clock.trust()
        self.connected, self.progress = app.lines.show()
        self.laptops = len(app.lines.pairings.laptops)
        self.battery_percent = app.ports.battery.percent()


class App:
    """Everything that runs between power on and power off. StorageError when the flash cannot be used.

    `slot` is the number of the firmware slot that runs, None where the image lies elsewhere.
    """

    def __init__(self, ports, slot: "int | None" = None) -> None:
        self.ports = ports
        self._slot = slot
        try:
            files.mount(ports.partition("photos"))
        except StorageError:
            pass  # the log and the link do without files: what is recorded still reaches the laptop
        self.lists = ListStore(ports.partition("list"))
        self.store = Store(ports, self.lists.reopen)
        self.has_draft = settings.load("draft", b"") != b""
        if not self.has_draft:  # its photo waits with it
            photos.settle(self.ring)
        self.boot_count = settings.load("boot-count", 0) + 1
        try:
            settings.store("boot-count", self.boot_count)
        except StorageError:
            pass  # without room it must still start: only a sync makes room
        self.lines = Lines(ports, self.store, self.lists, self.changed, slot)
        self._canvas = Canvas()
        language.resume()
        self.burst = None  # what reads marks, with its buffers: made by the first check with a picture
        self.tried_ms = 0  # when a wrong PIN was tried last; power on counts as one
        self.page_name = ""  # of the page that is shown
        self.holds_unkept = False  # a check that a lock would lose: nothing of it lies on the flash yet
        self._put_off = ""  # the version for which the officer did not want to restart
        self._key_ms = 0  # when the last key was taken

    @property
    def ring(self):
        """The ring of records."""
        return self.store.ring

    def has_room(self) -> bool:
        """Return whether a whole check, photo included, can be stored."""
        return self.ring.has_room() and files.free_bytes() > _PHOTO_ROOM_BYTES

    def list_date(self) -> str:
        """Return the day on which the list was issued, as `YYYY-MM-DD`."""
        if self.lists.current is None:
            return ""
        return date(self.lists.current.header.issued_s)

    def list_age(self) -> tuple:
        """Return what is said of the list's age behind its date, and whether it has expired."""
        if self.lists.current is None:
            return "", False
        header = self.lists.current.header
        now_s = self.ports.clock.now_s()
        return age(header.issued_s, now_s), header.has_expired(now_s)

    def changed(self) -> None:
        """Have the screen drawn anew where it shows what has just changed."""
        self.ports.keys.pressed.set()

    async def show(self, page: Page, refresh: bool = False, wait: bool = True) -> "str | None":
        """Show a page and return the next key; None at once without `wait`, with `refresh` when something changed.

        Relocked where the handheld is locked while it waits.
        """
        was_locked = self.store.is_locked
        page.draw(self._canvas)
        self.page_name = page.name
        await self.ports.screen.show(self._canvas.pixels, page.name, page.texts())
        if not wait:
            return None
        keys = self.ports.keys
        while True:
            key = self._take_key()
            if key in page.keys:
                return key
            if key is None:
                await keys.pressed.wait()
                keys.pressed.clear()
                if self.store.is_locked and not was_locked:
                    raise Relocked()
                if refresh:
                    return self._take_key()

    def _take_key(self) -> "str | None":
        key = self.ports.keys.take()
        if key:
            self._key_ms = self.ports.clock.ticks_ms()
        return key

    async def run(self) -> None:
        """Run the link and the screens side by side, for ever."""
        moving = asyncio.create_task(self.lines.run())
        verifying = asyncio.create_task(self._verify_list())
        locking = asyncio.create_task(self._lock_when_idle())
        tasks = [moving, verifying, locking]
        try:
            if self._slot is None:
                await self._screens()
            else:
                from updates.trial import prove

                # A firmware that fails its self-test must end: the next start takes the one before.
                await asyncio.gather(self._screens(), prove(self, self._slot))
        finally:
            for task in tasks:
                task.cancel()

    async def _verify_list(self) -> None:
        for _ in self.lists.verifying():
            await asyncio.sleep_ms(_VERIFY_MS)
        self.changed()
        while True:  # changes that a laptop brought, or that a power cut left half applied
            version = self.lists.version
            for _ in self.lists.applying():
                await asyncio.sleep_ms(_VERIFY_MS)
            if self.lists.version != version:
                self.changed()
            await asyncio.sleep_ms(_APPLY_MS)

    async def _lock_when_idle(self) -> None:
        while True:
            await asyncio.sleep_ms(_IDLE_LOCK_MS // 30)
            self._lock_if_idle()

    def _lock_if_idle(self) -> None:
        idle_ms = self.ports.clock.ticks_ms() - self._key_ms
        if not self.holds_unkept and idle_ms >= _IDLE_LOCK_MS and self.store.can_lock:
            self.store.lock_up()
            self.changed()

    async def _screens(self) -> None:
        while True:
            try:
                if self.lines.pairing and self.lines.pairing.is_asking and not self.store.is_locked:
                    await _compare(self)
                    continue
                if self.store.state in ("locked", "wiped"):
                    await _unlock(self)
                    continue
                if self.has_draft:  # a power cut has left a check half made
                    await _check(self)
                    continue
                updates = self.lines.server.updates
                if updates and updates.ready not in ("", self._put_off):
                    await self._offer_restart(updates.ready)
                    continue
                key = await self.show(home(Status(self)), refresh=True)
                if key == "ok":
                    await _check(self)
                elif key == "up":
                    await self._show_history()
                    give_back("screens.history")
                elif key == "down":
                    await _setup(self)
                elif key == "back":
                    language.turn()
            except Relocked:
                self.has_draft = settings.load("draft", b"") != b""
                give_back(*_ASIDE.split(" "))
            except ViewmarkError as error:
                await self.show(message("NOT DONE", str(error)))
            except MemoryError:
                gc.collect()  # a page that is too much for the memory must not switch the handheld off
                text = "Not enough memory. Try again; if it stays so, switch off and on. What is recorded is safe."
                await self.show(message("NOT DONE", text))

    async def _offer_restart(self, version: str) -> None:
        """Say that a new firmware is here, and start it if the officer wants to."""
        from screens.update import update

        key = await self.show(update(version), refresh=True)
        if key == "ok":
            self.ports.restart()
        elif key == "back":
            self._put_off = version

    async def _show_history(self) -> None:
        from screens.history import ROWS, history

        self.lines.server.register_hit = 0
        newest = self.ring.next_sequence - 1
        top = newest
        while not self.store.is_locked:
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
        utc_s = 0
        try:
            _, utc_s, place, _ = self.store.log.label(sequence)
            word = VERDICTS[place] if place < len(VERDICTS) else "empty"
        except StorageError:
            word = "damaged"
        answer = answers.load(self.ring.log_id, sequence)
        age_s = self.ports.clock.now_s() - utc_s
        time = "-" if not utc_s else clock_time(utc_s) if 0 <= age_s < _DAY_S else date(utc_s)[5:]
        return sequence, time, word, sequence < self.ring.acknowledged, answer[0] if answer else None


async def _check(app) -> None:
    """Check one weapon, by what is loaded for that alone: while a list comes, the memory is needed there."""
    from checks.flow import CheckFlow

    flow = CheckFlow(app)
    try:
        if app.has_draft:
            app.has_draft = False
            await flow.resume()
        else:
            await flow.run()
    finally:
        app.holds_unkept = False
        app.ports.light.show(0)
        names = ["checks." + name for name in _CHECKING] + ["screens." + name for name in _CHECK_SCREENS]
        give_back(*names, *["viewmark_protocol." + name for name in _ASKING + _RECORDING + _INTERPRETING])


async def _unlock(app) -> None:
    """Ask for the PIN; what is never locked stays small."""
    from keys.flow import PinFlow

    await PinFlow(app).unlock()
    give_back("keys.flow", "screens.pin", "viewmark_protocol.sealing.pbkdf2")


async def _setup(app) -> None:
    """Offer what is set up once in a while, by what is loaded for that alone."""
    from setup.flow import menu

    await menu(app)
    give_back("setup.flow", "screens.choice")


async def _compare(app) -> None:
    """Have the officer compare a laptop's digits, by what is loaded for that alone."""
    from link.flow import compare

    await compare(app)
    give_back("link.flow", "screens.pairing", "screens.laptops")
