"""The handhelds that sync with this laptop: by cable or on the air, once or for as long as they are there."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from viewmark.archive.archive import Archive
from viewmark.devices.carried import Carried
from viewmark.devices.logkeys import LogKeys
from viewmark.devices.opening import RADIO, open_pipe
from viewmark.devices.pairing import Compare, pair, unpair
from viewmark.devices.pairings import Pairings
from viewmark.devices.progress import Progress, Report
from viewmark.devices.reconnector import Backoff, Reconnector
from viewmark.devices.session import Session
from viewmark.devices.sync import Sync
from viewmark.devices.troubles import Troubles
from viewmark.devices.turn import turn
from viewmark.errors import BROKEN_LINE, RefusedError
from viewmark_protocol.errors import PairingError, ViewmarkError
from viewmark_protocol.messages.paired import PullTagKey, TagKey

_PULL_EVERY_S = 1.0

Between = Callable[[], Awaitable[object]]


class Handhelds:
    """Syncs handhelds into the archive. `carried` is what is brought down to them; `on_filed` is called whenever a
    check is new here; none that `is_lost` is paired with.
    """

    def __init__(
        self,
        archive: Archive,
        log_keys: LogKeys,
        pairings: Pairings,
        carried: Carried,
        on_filed: Callable[[], None],
        is_lost: Callable[[str], bool] = lambda device_id: False,
    ) -> None:
        self._archive = archive
        self._log_keys = log_keys
        self._pairings = pairings
        self._carried = carried
        self._on_filed = on_filed
        self._is_lost = is_lost
        self.troubles: dict[str, Troubles] = {}
        # BlueZ refuses a program's second scan while its first runs.
        self._scanning = asyncio.Lock()

    async def pair(self, where: str, compare: Compare) -> str:
        """Pair with the handheld at a serial port, as `devices.pairing.pair` does; return its id."""

        async def compare_if_not_lost(device_id: str, digits: str) -> bool:
            if self._is_lost(device_id):
                raise PairingError(f"{device_id} was reported lost here. Report it found first, and have it examined.")
            return await compare(device_id, digits)

        return await pair(await open_pipe(where, self._pairings), self._pairings, compare_if_not_lost)

    async def unpair(self, device_id: str, where: str | None) -> bool:
        """Trust a handheld no more, as `devices.pairing.unpair` does; return whether the handheld was told."""
        return await unpair(where, self._pairings, device_id)

    async def sync_once(self, where: str, report: Report, between: Between, tries: int) -> list[str]:
        """Sync one handheld once, with `between` after its checks are up; return the ids of the checks that were new.

        A line that breaks is tried again from where it was; the last try's error is raised.
        """
        backoff = Backoff()
        filed: list[str] = []
        for left in range(tries - 1, -1, -1):
            try:
                session = await self._open(where)
                try:
                    await self.exchange(session, report, between, filed=filed)
                    return filed
                finally:
                    await session.close()
            except BROKEN_LINE:
                if left == 0:
                    raise
                await asyncio.sleep(backoff.wait_s())
        return filed

    async def serve(self, where: str, report: Report, trouble: Callable[[ViewmarkError], None]) -> None:
        """Keep a handheld in sync for as long as it is there, again and again, until cancelled."""

        async def work(session: Session, backoff: Backoff) -> None:
            troubles = Troubles()
            while True:
                await self.exchange(session, report, troubles=troubles)
                backoff.succeeded()
                await asyncio.sleep(_PULL_EVERY_S)

        await Reconnector(lambda: self._open(where), work, trouble).run()

    async def exchange(
        self,
        session: Session,
        report: Report,
        between: Between | None = None,
        troubles: Troubles | None = None,
        filed: list[str] | None = None,
    ) -> list[str]:
        """Bring checks up, then answers and list down, with `between` in between; return what was new.

        `filed`, where it is given, is added to, so that it tells also what came before the line broke.
        """
        sync = Sync(session, self._archive, self._log_keys, report, troubles, self._on_filed, filed)
        device = await sync.greet()
        self.troubles[device.device_id] = sync.troubles
        report(Progress(device.device_id, "greeted", 1, 1))
        # One that is on the cable and on the air at once is synced over one of them at a time.
        async with turn(self._archive.folder, device.device_id) as waited:
            if waited:
                device = await sync.greet()  # meanwhile it and the archive have gone on
            await self._take_tag_key(session, device.device_id)
            await sync.pull_checks()
            if sync.is_unlocked:
                await sync.set_clock()
                await sync.push_answers()  # those that are known go before photos, which may take long
            await sync.pull_photos()
            if between is not None:
                report(Progress(device.device_id, "register", 0, 1))
                await between()
                report(Progress(device.device_id, "register", 1, 1))
            if sync.is_unlocked:
                await self._log_keys.release(session, device, sync.troubles)
                await sync.push_answers()
                if self._carried.list_file is not None:
                    await sync.push_list(self._carried.list_file, self._carried.secrets_for)
                firmware = self._carried.firmware.of(device.board)
                if firmware is not None:
                    await sync.push_firmware(firmware)
        report(Progress(device.device_id, "done", 1, 1))
        return sync.filed

    async def _open(self, where: str) -> Session:
        async with self._scanning if where.startswith(RADIO) else contextlib.nullcontext():
            pipe = await open_pipe(where, self._pairings)
        return await Session.over(pipe, self._pairings)

    async def _take_tag_key(self, session: Session, device_id: str) -> None:
        """Ask a handheld once by which key it is known on the air."""
        paired = self._pairings.find(device_id)
        if paired is not None and paired.tag_key is None:
            with contextlib.suppress(RefusedError):  # it has no radio, or is older than that
                self._pairings.keep_tag_key(device_id, (await session.ask(PullTagKey(), TagKey)).key)
