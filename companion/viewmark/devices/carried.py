"""What comes down from the register and is kept here: list and list keys for handhelds, the roster for this laptop."""

import asyncio
import logging
import time
from pathlib import Path

from viewmark.deskbook.desk_book import DeskBook
from viewmark.deskbook.roster import keep_roster
from viewmark.devices.carried_firmware import FIRMWARE_FOLDER, CarriedFirmware
from viewmark.devices.carried_list import CarriedList
from viewmark.devices.list_fetch import fetched_list
from viewmark.devices.list_file import OfflineListFile
from viewmark.devices.list_keys import ListKeys
from viewmark.devices.pairings import Pairings
from viewmark.register.client import ListSecrets, RegisterClient
from viewmark.register.errors import RegisterError

_AGAIN_S = 3600.0
_RETRY_S = 10.0

logger = logging.getLogger("viewmark.laptop")


class Carried:
    """The newest that was fetched, kept in `folder` too: a laptop that starts away from base has it at hand."""

    def __init__(self, folder: Path, register: RegisterClient, pairings: Pairings, desk_book: DeskBook) -> None:
        self._register = register
        self._desk_book = desk_book
        self.firmware = CarriedFirmware(folder / FIRMWARE_FOLDER)
        self._kept = CarriedList(folder / "list")
        self._list_keys = ListKeys(register, pairings, folder / "list-keys.json")
        self._roster_s = float("-inf")
        self.list_file: OfflineListFile | None = self._kept.read()

    async def secrets_for(self, device_id: str) -> ListSecrets:
        """Return what a handheld needs to ask and verify the list, as `ListKeys` does."""
        return await self._list_keys.secrets_for(device_id)

    async def keep(self) -> None:
        """Fetch what is new, again and again, for ever."""
        while True:
            await self.fetch()
            await asyncio.sleep(_RETRY_S if self.list_file is None else _AGAIN_S)

    async def fetch(self) -> None:
        """Fetch what is new; where the register does not give it, what is in hand stays. ArchiveError without room."""
        try:
            self.list_file = await fetched_list(self._register, self.list_file)
            await self._list_keys.fetch()
            await asyncio.to_thread(self._kept.keep, self.list_file)
        except RegisterError as error:
            logger.warning("no new list", extra={"error": str(error)})
        if time.monotonic() - self._roster_s < _AGAIN_S:
            return  # each reading of it leaves a line in the register's audit
        try:
            keep_roster(self._desk_book, await self._register.fetch_roster())
            self._roster_s = time.monotonic()
        except RegisterError as error:
            logger.warning("no new roster", extra={"error": str(error)})
