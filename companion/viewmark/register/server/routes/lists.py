"""The offline list for handhelds, and for now its key."""

from fastapi import APIRouter, Response

from ..access import Caller, Store
from ..listing import list_key, newest_list

router = APIRouter()


@router.get("/list", response_class=Response)
def get_list(who: Caller, store: Store) -> Response:
    """Return the newest offline list as bytes; its header says version, dates and key."""
    return Response(newest_list(store), media_type="application/octet-stream")


@router.get("/list/key")
def get_list_key(who: Caller, store: Store) -> dict[str, str]:
    """Return the list key in hexadecimal to whoever holds the API key.

    Thin for now: whoever reads it can try serials against a list. It is to be wrapped for each device instead.
    """
    return {"key": list_key(store).hex()}
