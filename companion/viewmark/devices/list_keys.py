"""The list key for this laptop's handhelds, in boxes that only they open: fetched and carried with the list."""

import json
import logging
from pathlib import Path

from viewmark.devices.pairings import Pairings
from viewmark.errors import ArchiveError, NotPairedError
from viewmark.register.client import ListSecrets, RegisterClient
from viewmark.register.errors import RefusedError
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive, replace_durably

logger = logging.getLogger("viewmark.laptop")


class ListKeys:
    """What each paired handheld needs to ask and verify lists. Without network it is what was fetched last.

    The file at `path` holds it for the next start; one that is damaged counts as empty, for the register has it all.
    """

    def __init__(self, register: RegisterClient, pairings: Pairings, path: Path) -> None:
        self._register = register
        self._pairings = pairings
        self._path = path
        self._carried = _read(path)  # by the handheld's certificate

    async def fetch(self) -> None:
        """Get them for every paired handheld; RegisterError where the register is away."""
        for paired in self._pairings.all():
            try:
                await self._fetch(paired.device_id, paired.certificate)
            except RefusedError as error:  # this handheld's trouble, which its next sync tells
                logger.warning("no list key", extra={"device_id": paired.device_id, "error": str(error)})
        self._keep()

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

    def _keep(self) -> None:
        rows = [
            {
                "certificate": certificate.hex(),
                "box": one.box.hex(),
                "root": one.root.hex(),
                "endorsement": one.endorsement.hex() if one.endorsement else None,
            }
            for certificate, one in self._carried.items()
        ]
        try:
            with exclusive(self._path):
                replace_durably(self._path, json.dumps(rows, indent=1).encode())
        except SigningError as error:
            raise ArchiveError(f"The list's keys cannot be kept on this laptop. Make room. ({error})") from error


def _read(path: Path) -> dict[bytes, ListSecrets]:
    try:
        rows = json.loads(path.read_text())
        return {
            bytes.fromhex(one["certificate"]): ListSecrets(
                bytes.fromhex(one["box"]),
                bytes.fromhex(one["root"]),
                bytes.fromhex(one["endorsement"]) if one["endorsement"] else None,
            )
            for one in rows
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("the list's keys are damaged", extra={"error": str(error)})
        return {}
