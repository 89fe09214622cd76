"""Photos from the field, as opaque bytes under their digest: the register cannot look into them."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from ...wire import PHOTO_LIMIT_BYTES
from ..access import Sends, Store
from ..store import RegisterStore

router = APIRouter()

Size = Annotated[int, Query(ge=0, le=PHOTO_LIMIT_BYTES)]


class PhotoReceived(BaseModel):
    """How many bytes of a photo are here, and whether it is whole and durable."""

    received: int
    stored: bool


@router.put("/photos/{digest}")
async def put_photo(digest: str, request: Request, who: Sends, store: Store) -> dict[str, bool]:
    """Store a photo of at most 8 MiB (else 413); 200 means durable. 422 where the bytes do not have this digest."""
    store.photos.path(digest)  # refuses a malformed digest before reading the body
    content = await request.body()
    return {"stored": await run_in_threadpool(store.put_photo, digest, content)}


@router.patch("/photos/{digest}")
async def add_part(
    digest: str, request: Request, who: Sends, store: Store, offset: Size, total_bytes: Size
) -> PhotoReceived:
    """Add a part of a photo where it goes on from what is here; an empty one only asks how much that is.

    Once all is here it is stored if it has this digest; if not, `received` is 0 again: send it from its beginning.
    """
    store.photos.path(digest)
    content = await request.body()
    return await run_in_threadpool(_added, store, digest, who, offset, content, total_bytes)


def _added(store: RegisterStore, digest: str, who: str, offset: int, content: bytes, total_bytes: int) -> PhotoReceived:
    if store.has_photo(digest):
        return PhotoReceived(received=total_bytes, stored=True)
    received = store.photo_parts.add(digest, who, offset, content)
    if received < total_bytes:
        return PhotoReceived(received=received, stored=False)
    whole = store.photo_parts.read(digest, who)
    is_whole = hashlib.sha256(whole).hexdigest() == digest
    if is_whole:
        store.put_photo(digest, whole)
    store.photo_parts.drop(digest, who)
    return PhotoReceived(received=received if is_whole else 0, stored=is_whole)
