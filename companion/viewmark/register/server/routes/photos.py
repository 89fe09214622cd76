"""Photos from the field, as opaque bytes under their digest: the register cannot look into them."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from ..access import Sends, Store

router = APIRouter()


@router.put("/photos/{digest}")
async def put_photo(digest: str, request: Request, who: Sends, store: Store) -> dict[str, bool]:
    """Store a photo of at most 8 MiB (else 413); 200 means durable. 422 where the bytes do not have this digest."""
    store.photos.path(digest)  # refuses a malformed digest before reading the body
    content = await request.body()
    return {"stored": await run_in_threadpool(store.put_photo, digest, content)}
