"""The list key for this laptop's handhelds, in boxes that only they open: fetched and carried with the list."""

import logging

from viewmark.devices.pairings import Pairings
from viewmark.errors import NotPairedError
from viewmark.register.client import ListSecrets, RegisterClient
from viewmark.register.errors import RefusedError

logger = logging.getLogger("viewmark.laptop")


class ListKeys:
    """What each paired handheld needs to ask and verify lists. Without network it is what was fetched last."""

    def __init__(self, register: RegisterClient, pairings: Pairings) -> None:
        self._register = register
        self._pairings = pairings
        self._carried: dict[bytes, ListSecrets] = {}  # by the handheld's certificate

    async def fetch(self) -> None:
        """Get them for every paired handheld; RegisterError where the register is away."""
        for paired in self._pairings.all():
            try:
                await self._fetch(paired.device_id, paired.certificate)
            except RefusedError as error:  # this handheld's trouble, which its next sync tells
                logger.warning("no list key", extra={"device_id": paired.device_id, "error": str(error)})

    async def secrets_for(self, device_id: str) -> ListSecrets:
        """Return them for one handheld; RegisterError where they are not at hand and not to be had."""
        paired = self._pairings.find(device_id)
        if paired is None:  # any more, since its session began
            raise NotPairedError(f"{device_id} is not paired with this laptop. Pair it anew.")
        return self._carried.get(paired.certificate) or await self._fetch(device_id, paired.certificate)

    async def _fetch(self, device_id: str, certificate: bytes) -> ListSecrets:
        try:
            found = self._carried[certificate] = await self._register.fetch_list_secrets(device_id, certificate)
        except RefusedError:
            self._carried.pop(certificate, None)
            raise
        return found
