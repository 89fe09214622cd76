"""Following the register that this laptop was enrolled with to the address that it announces at base."""

import logging
import time
from collections.abc import Sequence

from viewmark.register.client import RegisterClient

from .announcement import REGISTER, Announcement
from .errors import NetworkError
from .network import found

_LOOK_S = 3.0
AGAIN_S = 10.0

logger = logging.getLogger("viewmark.laptop")


class Following:
    """Looks for the register whose certificate is pinned. An announcement may lie: TLS says who answers there."""

    def __init__(
        self, client: RegisterClient, interfaces: Sequence[str] | None = None, again_s: float = AGAIN_S
    ) -> None:
        self._client = client
        self._interfaces = interfaces
        self._again_s = again_s
        self._looked_s = float("-inf")

    async def look(self) -> bool:
        """Move the client to where its register announces itself; return whether that is another address.

        Not for a client without a pinned certificate, and not again within `again_s`.
        """
        if not self._client.fingerprint or time.monotonic() - self._looked_s < self._again_s:
            return False
        self._looked_s = time.monotonic()
        try:
            seen = await found(_LOOK_S, self._interfaces, self._is_it)
        except NetworkError:
            return False
        found_it = next(filter(self._is_it, seen), None)
        moved = found_it is not None and self._client.move(found_it.url)
        if moved:
            logger.warning("the register announces another address", extra={"register": self._client.url})
        return moved

    def _is_it(self, one: Announcement) -> bool:
        return one.role == REGISTER and one.fingerprint == self._client.fingerprint
