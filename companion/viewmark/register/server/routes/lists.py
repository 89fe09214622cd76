"""The offline list for handhelds, the changes on it, and what they are asked and verified by."""

from typing import Any

from fastapi import APIRouter, Response

from ..access import Caller, Store
from ..issuing import ensure_issuer
from ..listing import changes_since_base, list_key, newest_list, published
from ..problems import Problem

router = APIRouter()
_BYTES = "application/octet-stream"


@router.get("/list", response_class=Response)
def get_list(who: Caller, store: Store) -> Response:
    """Return the newest whole list as bytes; its header says version, dates and key."""
    return Response(newest_list(store), media_type=_BYTES)


@router.get("/list/key")
def get_list_key(who: Caller, store: Store) -> dict[str, str]:
    """Return the list key, the issuer's root and the former root's endorsement of it, in hexadecimal.

    Thin for now: whoever reads it can try serials against a list. It is to be wrapped for each device instead.
    """
    issuer = ensure_issuer(store)
    return {"key": list_key(store).hex(), "root": issuer.root.hex(), "endorsement": issuer.endorsement.hex()}


@router.get("/list/changes")
def get_changes(who: Caller, store: Store) -> dict[str, Any]:
    """Return the newest `version`, the whole list's (`base`), and `steps` from it: version, before, bytes."""
    now = published(store)
    steps = [{"version": one.version, "before": one.before, "bytes": len(one.content)} for one in now.changes]
    return {"version": now.version, "base": now.base.version, "steps": steps}


@router.get("/list/changes/all", response_class=Response)
def get_changes_since_base(who: Caller, store: Store) -> Response:
    """Return all changes since the whole list as one step; 404 where there are none."""
    found = changes_since_base(store)
    if found is None:
        raise Problem(404, "no-changes", "Nothing changed since the whole list. Get that alone.")
    return Response(found.content, media_type=_BYTES)


@router.get("/list/changes/{version}", response_class=Response)
def get_step(version: int, who: Caller, store: Store) -> Response:
    """Return the step to a version; 404 where there is none on the newest whole list."""
    for one in published(store).changes:
        if one.version == version:
            return Response(one.content, media_type=_BYTES)
    raise Problem(404, "no-changes", "There is no such version on the newest whole list. Get that one.")
