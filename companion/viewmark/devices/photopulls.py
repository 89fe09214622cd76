"""Photos on their way up: each one stream. What is more urgent is done meanwhile, and goes before its next part."""

import contextlib
from collections.abc import Awaitable, Callable

from viewmark.archive.archive import Archive
from viewmark.devices.progress import Progress, Report
from viewmark.devices.session import Session
from viewmark.devices.troubles import Troubles
from viewmark.errors import ArchiveError, RefusedError
from viewmark_protocol.errors import SyncError, ViewmarkError
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.records import PhotoPart
from viewmark_protocol.sync.pull import PhotoPull


class PhotoPulls:
    """Pulls the photos of one handheld over one session; `meanwhile` is run between two parts."""

    def __init__(
        self,
        session: Session,
        archive: Archive,
        device_id: str,
        troubles: Troubles,
        report: Report,
        meanwhile: Callable[[], Awaitable[None]],
    ) -> None:
        self._session = session
        self._archive = archive
        self._device_id = device_id
        self._troubles = troubles
        self._report = report
        self._meanwhile = meanwhile

    async def pull_all(self) -> None:
        """Pull every photo that a check here names, and tell the handheld which it may give up."""
        wanted = self._archive.missing_photos(self._device_id)
        for place, digest in enumerate(wanted, 1):
            if not self._troubles.is_resting(digest):
                await self._pull(digest, place, len(wanted))
                await self._acknowledge()
        await self._acknowledge()

    async def _acknowledge(self) -> None:
        for digest in self._archive.unacknowledged_photos(self._device_id):
            await self._session.ask(PhotoPull(digest).stored(), Done)
            self._archive.acknowledged_photo(self._device_id, digest)

    async def _pull(self, digest: bytes, place: int, count: int) -> None:
        """Pull a photo; a damaged one is tried once more from its start, and then left for the next sync."""
        if self._archive.photos.path(digest).exists():  # an earlier sync was cut before it could note so
            self._archive.photo_is_here(digest)
            return
        why: ViewmarkError | None = None
        for _ in range(1 if self._archive.is_damaged(self._device_id, digest) else 2):
            try:
                await self._pull_parts(digest, place, count)
            except (SyncError, ArchiveError) as error:
                self._archive.photos.drop(digest)
                why = error
            except RefusedError as error:
                if error.failure == "not-found":
                    if self._archive.photos.path(digest).exists():  # another program brought it meanwhile
                        self._archive.photo_is_here(digest)
                        return
                    self._archive.photo_is_lost(self._device_id, digest)
                    self._troubles.clear(digest)
                    return
                why = error
                break
            else:
                self._archive.photo_is_here(digest)
                self._troubles.clear(digest)
                return
        self._archive.photo_is_damaged(self._device_id, digest)
        name = digest.hex()[:12]
        self._troubles.note(digest, f"Photo {name} cannot be had from {self._device_id}, which keeps it: {why}")

    async def _pull_parts(self, digest: bytes, place: int, count: int) -> None:
        pull = PhotoPull(digest, self._archive.photos.received(digest))
        async with contextlib.aclosing(self._session.parts(pull.request(), PhotoPart)) as parts:
            async for part in parts:
                pull.accept(part)
                self._archive.photos.add(digest, part.offset, part.content)
                self._report(Progress(self._device_id, "photo", len(pull.content), pull.total_bytes, place, count))
                if pull.is_complete:
                    break
                await self._meanwhile()
        self._archive.photos.finish(digest)
