"""A second reading of each photo, and what it means beside the confirmed serial: a flag, never a correction."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rapidfuzz.distance import Levenshtein

from viewmark.archive.archive import Archive
from viewmark.archive.checks import photo_key
from viewmark.casework.casework import Casework
from viewmark.errors import ReadingError
from viewmark_protocol.disagreement import disagreement
from viewmark_protocol.inscriptions import marks_of
from viewmark_protocol.serials import UNREAD, exact

Read = Callable[[bytes], Awaitable[dict[str, Any]]]

_SURE = 0.5  # a line that is less sure says nothing against anybody
_IDLE_S = 2.0


def compared(confirmed: str, read: dict[str, Any]) -> dict[str, str | None]:
    """Return what a reading says beside a serial: the `nearest` text, a `code`'s serial, and what `disagrees`.

    It disagrees where something was read surely and nothing of it is the serial, or where a code bears another one.
    """
    lines = [text for text, confidence in read["lines"] if confidence >= _SURE and exact(text)]
    serials = [mark.raw for mark in marks_of(lines) if mark.kind == "serial"]
    key = exact(confirmed)
    nearest = min(serials or lines, key=lambda text: Levenshtein.distance(exact(text), key), default=None)
    coded = [serial for _, _, serial in read["codes"] if serial]
    other_code = next((one for one in coded if disagreement(one, confirmed)), None)
    is_read = any(_holds(exact(text), key) for text in (*lines, *serials))
    disagrees = "code-disagrees" if other_code else "readings-differ" if lines and not is_read else None
    return {"nearest": nearest, "code": other_code, "disagrees": disagrees}


def _holds(text: str, key: str) -> bool:
    """Return whether a text holds a serial, whose unread characters can be any."""
    places = range(len(text) - len(key) + 1)
    return any(
        all(own in (UNREAD, other) for own, other in zip(key, text[at : at + len(key)], strict=True)) for at in places
    )


class SecondReadings:
    """Reads every photo that comes, once, by `read`; what cannot be read is kept as such."""

    def __init__(self, archive: Archive, casework: Casework, read: Read) -> None:
        self._archive = archive
        self._casework = casework
        self._read = read

    async def keep(self) -> None:
        """Read what comes, for ever."""
        while True:
            if not await self.read_next():
                await asyncio.sleep(_IDLE_S)

    async def read_next(self) -> bool:
        """Read the newest photo that was not read yet; return whether there was one."""
        for digest, device_id in self._archive.readings.unread():
            wanted = self._archive.readings.check_with(digest, device_id)
            filed = self._archive.find(wanted) if wanted else None
            if filed is None:
                continue
            content = await asyncio.to_thread(self._archive.photos.opened, digest, photo_key(filed.check, digest))
            try:
                read = await self._read(content or b"")
            except ReadingError as error:
                read = {"lines": [], "codes": [], "error": str(error)}
            confirmed = self._casework.serial(filed)
            said = compared(confirmed, read) if confirmed else {"disagrees": None}
            self._archive.readings.add(digest, filed.key, int(time.time()), read, said["disagrees"])
            return True
        return False
