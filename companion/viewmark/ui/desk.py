"""The desk: everything that a page may ask or see. Pages know neither the archive nor the register."""

import asyncio
import contextlib
import re
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.archive.checks import FiledCheck, LaneRow, RegisterAnswer, photo_key, photos_of
from viewmark.archive.figures import Figures
from viewmark.archive.lane import LaneFilter
from viewmark.base.following import Following
from viewmark.casework.retaining import keep_retention
from viewmark.casework.second_reading import SecondReadings
from viewmark.devices.identity import fingerprint
from viewmark.devices.pairings import Paired
from viewmark.laptop import Laptop, Post
from viewmark.reading.worker import SecondReader, is_installed
from viewmark.register.client import RegisterClient
from viewmark.register.outbox import OutboxState
from viewmark.ui.attempt import Attempt
from viewmark.ui.cases import Cases
from viewmark.ui.desk_settings import DeskSettings
from viewmark.ui.gateway_desk import GatewayDesk
from viewmark.ui.handheld_book import HandheldBook
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.operation_desk import OperationDesk
from viewmark.ui.people import People
from viewmark.ui.photo import Photo, picture
from viewmark.ui.port import Port
from viewmark.ui.ports import Ports
from viewmark.ui.reference_desk import ReferenceDesk
from viewmark.ui.wording import EMPTY, NOT_READABLE, age, counted, words
from viewmark.ui.work import Work
from viewmark_protocol.errors import ViewmarkError
from viewmark_protocol.verdicts import VERDICTS

PAGE_ROWS = 50
_AGAIN_S = 2.0
_FRESH_S = 10.0
_OUTBOX_PATIENCE_S = 60
_OUTBOX_FRESH_S = 0.5
_UNPAIRED = N_("The handheld at {0} and this laptop are not paired, so nothing is synced.")
_CANNOT_KEEP = N_("This laptop cannot keep its data just now ({0}). It is tried again.")
_CHECK_ID = re.compile(r"[0-9a-f]{16}-[0-9]{1,18}")


class Trouble(NamedTuple):
    """What an operator should know: `handheld`, `unpaired`, `register`, `parked` or `laptop`, and the sentence."""

    kind: str
    text: str


class DemoProgress(NamedTuple):
    """How far the demo says it is."""

    what: str = ""
    done: int = 0
    total: int = 0


class Trust(NamedTuple):
    """How a handheld and this laptop are paired: since when, by which certificate, and what is known of it on the air.

    `air` is `unknown` before the first sync over the cable, `off` where this app has no radio, `away` or `here`.
    """

    device_id: str
    since_s: int
    fingerprint: str
    air: str


class Desk:
    """The laptop in `folder`, with a handheld expected at every port; `handheld_url` is the demo's handheld page.

    With `has_radio` the handhelds that are known on the air are expected there too; with `reads_photos` photos are
    read a second time where that is installed; with `is_open` pages need no account while there is none.
    """

    def __init__(
        self,
        folder: Path,
        client: RegisterClient,
        post: Post,
        ports: list[str],
        handheld_url: str | None = None,
        has_radio: bool = False,
        reads_photos: bool = True,
        is_open: bool = False,
    ) -> None:
        self._client = client
        self.people = People(folder, is_open)
        self._laptop = Laptop(folder, client, post, Following(client).look)
        self.cases = Cases(self._laptop, self.people)
        self.work = Work(self._laptop, client, self.people, post)
        self.gateways = GatewayDesk(folder, self.people)
        self.operations = OperationDesk(folder, self.people)
        self.reference = ReferenceDesk(folder)
        self._ports = Ports(self._laptop, ports, has_radio, self._keep)
        self.handheld_url = handheld_url
        self.reads_photos = reads_photos and is_installed()
        self._reader = SecondReader()
        self.settings = DeskSettings(self._laptop.desk_book, self.people, folder)
        self.handheld_book = HandheldBook(self._laptop.desk_book, self.people, self.unpair)
        self.demo = DemoProgress()
        self.attempt: Attempt | None = None
        self._pairing: asyncio.Task[None] | None = None
        self._counted_to = 0
        self._counts: Counter[str | None] = Counter()
        self._outbox_state: OutboxState | None = None
        self._outbox_read_s = 0.0
        self._first_parked = (0, "", "")
        self._laptop_trouble = ""
        self._laptop_trouble_s = 0.0

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Serve every port and empty the outbox for as long as this lasts."""
        works = [self._ports.serve, self._laptop.keep_delivering, self._laptop.carried.keep]
        works.append(lambda: keep_retention(self._laptop.archive, self._laptop.desk_book))
        if self.reads_photos:
            readings = SecondReadings(self._laptop.archive, self._laptop.casework, self._reader.read)
            works.append(readings.keep)
        tasks = [asyncio.create_task(self._keep(work)) for work in works]
        try:
            yield
        finally:
            tasks += [self._pairing] if self._pairing is not None else []
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._reader.close()
            self._laptop.close()
            await self._client.close()

    @property
    def ports(self) -> list[Port]:
        """Every way to a handheld: the cables, and the air for each that is known there."""
        return self._ports.all

    @property
    def figures(self) -> Figures:
        """The counts of the checks here."""
        return self._laptop.archive.figures

    @staticmethod
    def now_s() -> int:
        """Return the UTC second."""
        return int(time.time())

    def lane(
        self, before: int | None = None, after: int | None = None, wanted: LaneFilter | None = None
    ) -> list[LaneRow]:
        """Return one page of the checks that fit, newest first."""
        rows = self._laptop.archive.lane.page(PAGE_ROWS, before, after, wanted)
        # A page that is not full at the newest end would hide checks that are there.
        return self._laptop.archive.lane.page(PAGE_ROWS, wanted=wanted) if after and len(rows) < PAGE_ROWS else rows

    def verdict(self, row: LaneRow) -> str:
        """Return a line's verdict, or why it has none: it holds no firearm, or its record cannot be read."""
        if row.verdict is not None:
            return row.verdict
        filed = self.check(row.id)
        return EMPTY if filed is not None and filed.check is not None else NOT_READABLE

    def check(self, wanted_id: str) -> FiledCheck | None:
        """Return the check with an id, None where there is none."""
        return self._laptop.archive.find(wanted_id) if _CHECK_ID.fullmatch(wanted_id) else None

    def answer(self, filed: FiledCheck) -> RegisterAnswer | None:
        """Return the register's newest answer to a check."""
        return self._laptop.archive.answer(*filed.key)

    def photos(self, filed: FiledCheck) -> list[bytes]:
        """Return the digests of a check's photos."""
        return photos_of(filed.check)

    def photo_state(self, digest: bytes) -> str | None:
        """Return wanted, here, acknowledged or lost; None for a photo that is missing for any other reason."""
        state = self._laptop.archive.photo_state(digest)
        return None if state == "damaged" else state

    def photo(self, wanted_id: str, digest: str) -> Photo | None:
        """Return the photo that a check names by this digest in 64 hex digits; None for anything else."""
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            return None
        wanted = bytes.fromhex(digest)
        filed = self.check(wanted_id)
        if filed is None or wanted not in self.photos(filed):
            return None
        content = self._laptop.archive.photos.opened(wanted, photo_key(filed.check, wanted))
        return None if content is None else picture(content)

    def handhelds(self) -> list[dict[str, Any]]:
        """Return every handheld that was ever seen, with both counts and the ports that it is on now, cable first."""
        rows = []
        for row in self._laptop.archive.devices():
            first, end = row["first_sequence"], row["next_sequence"]
            here = self._laptop.archive.cursor(row["device_id"], bytes.fromhex(row["log_id"]))
            arrived = min(max(here - first, 0), end - first)
            has_key = self._laptop.keys.first_key(row["device_id"], bytes.fromhex(row["log_id"])) is not None
            more = {"on_device": end - first, "arrived": arrived, "ports": self._ports.of(row["device_id"])}
            newer = self._laptop.carried.firmware.newer_than(row["board"], row["software_version"])
            rows.append(row | more | {"has_key": has_key, "newer_firmware": newer})
        return rows

    def trusted(self) -> list[Trust]:
        """Return every handheld that this laptop is paired with; nothing where that cannot be read just now."""
        try:
            paired = self._laptop.pairings.all()
        except ViewmarkError as error:
            self._note_laptop_trouble(error)
            return []
        return [
            Trust(one.device_id, one.paired_s, fingerprint(one.certificate).hex()[:12], self._air(one))
            for one in paired
        ]

    def pair(self, path: str) -> None:
        """Begin to pair with the handheld at a serial port, unless one is being paired already."""
        port = self._ports.at(path)
        if port is not None and (self.attempt is None or self.attempt.is_over):
            self.attempt = Attempt(path)
            self._pairing = asyncio.create_task(self._pair(self.attempt, port, self._pairing))

    def end_pairing(self) -> None:
        """Stop what is being paired, or show its outcome no longer."""
        if self.attempt is None or self.attempt.is_over:
            self.attempt = None
        elif self._pairing is not None:
            self.attempt.stop()
            self._pairing.cancel()

    async def unpair(self, device_id: str) -> bool:
        """Trust a handheld no more and tell it so where it is connected; return whether it was told."""
        ports = self._ports.of(device_id)
        if self.attempt is not None and self.attempt.is_over:
            self.attempt = None  # what it says may hold no more
        async with self._ports.paused(*ports):
            was_told = await self._laptop.handhelds.unpair(device_id, ports[0].path if ports else None)
        self._laptop.handhelds.troubles.pop(device_id, None)
        return was_told

    def counts(self) -> Counter[str | None]:
        """Return how many checks of every verdict are here; None for those without one."""
        self._counted_to, new = self._laptop.archive.lane.verdicts_after(self._counted_to)
        self._counts.update(new)
        return self._counts

    def outbox_waiting(self) -> int:
        """Return how many things wait for the register."""
        return self._outbox().waiting

    def troubles(self) -> list[Trouble]:
        """Return what is in the way now, each with a sentence."""
        found = [Trouble("unpaired", _(_UNPAIRED).format(port.path)) for port in self.ports if port.is_unpaired]
        found += [Trouble("handheld", one) for one in self._ports.sentences()]
        found += [Trouble("handheld", one) for one in self._laptop.left_aside()]
        outbox = self._outbox()
        waiting = _("{0} waiting, the oldest for {1}.").format(
            counted(outbox.waiting, "item"), age(outbox.oldest_age_s)
        )
        goes_out = _("That goes out by itself.")
        if outbox.waiting and outbox.held_error:
            found.append(Trouble("register", f"{sentence(outbox.held_error)} {waiting} {goes_out}"))
        elif outbox.waiting and outbox.oldest_age_s > _OUTBOX_PATIENCE_S:
            found.append(Trouble("register", f"{_('The register is slow.')} {waiting} {goes_out}"))
        if outbox.parked:
            found.append(Trouble("parked", self._parked(outbox.parked)))
        if self.settings.damage():
            found.append(Trouble("laptop", self.settings.damage()))
        if self._laptop_trouble and time.monotonic() - self._laptop_trouble_s < _FRESH_S:
            found.append(Trouble("laptop", _(_CANNOT_KEEP).format(self._laptop_trouble)))
        return found

    def state(self) -> dict[str, Any]:
        """Return the figures that tests and scripts ask for."""
        counts = self.counts()
        outbox = self._outbox()
        waiting = self._laptop.archive.waiting_for_register()
        devices = [
            {
                "device_id": row["device_id"],
                "on_device": row["on_device"],
                "on_laptop": row["on_laptop"],
                "connected": bool(row["ports"]),
            }
            for row in self.handhelds()
        ]
        return {
            "on_laptop": counts.total(),
            "in_register": counts.total() - waiting,
            "verdicts": {word: counts[word] for word in VERDICTS} | {"no-verdict": counts[None]},
            "devices": devices,
            "outbox": {
                "waiting": outbox.waiting,
                "parked": outbox.parked,
                "done": outbox.done,
                "oldest_age_s": outbox.oldest_age_s,
            },
            "troubles": [trouble._asdict() for trouble in self.troubles()],
        }

    def _outbox(self) -> OutboxState:
        """Return the outbox's state of this half second: every open page asks for it."""
        now_s = time.monotonic()
        if self._outbox_state is None or now_s - self._outbox_read_s > _OUTBOX_FRESH_S:
            self._outbox_state = self._laptop.outbox.state(self.now_s())
            self._outbox_read_s = now_s
        return self._outbox_state

    def _parked(self, number: int) -> str:
        """Return the sentence on what the register refused; reading it anew only when there is more or less of it."""
        if self._first_parked[0] != number:
            first = self._laptop.outbox.parked()[0]
            self._first_parked = (number, first.kind, first.error or "")
        kept = _("The register refused {0}; nothing of it is lost.").format(counted(number, "item"))
        what, why = words(self._first_parked[1]), sentence(self._first_parked[2])
        return f"{kept} {_('The first one, a {0}: {1}').format(what, why)}"

    async def _pair(self, attempt: Attempt, port: Port, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])  # one that was stopped may still hold the port
        async with self._ports.paused(port):
            await attempt.run(self._laptop.handhelds.pair)

    def _air(self, paired: Paired) -> str:
        if paired.tag_key is None:
            return "unknown"
        if not self._ports.has_radio:
            return "off"
        port = self._ports.on_air(paired.device_id)
        return "here" if port is not None and port.connected else "away"

    async def _keep(self, work: Callable[[], Awaitable[None]]) -> None:
        """Start work again whenever the disk or the database failed it, and say so for as long as that is fresh."""
        while True:
            try:
                await work()
            except (ViewmarkError, OSError, sqlite3.Error) as error:
                self._note_laptop_trouble(error)
            await asyncio.sleep(_AGAIN_S)

    def _note_laptop_trouble(self, error: Exception) -> None:
        self._laptop_trouble = str(error) or type(error).__name__
        self._laptop_trouble_s = time.monotonic()
