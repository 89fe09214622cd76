"""The offline list for handhelds, the changes on it, and what they are asked and verified by."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from viewmark_protocol.errors import ListError
from viewmark_protocol.pairing import MOST_CERTIFICATE_BYTES

from ....devices.identity import fingerprint
from ..access import Carries, Store
from ..fields import Text
from ..handhelds import list_key_box
from ..issuing import ensure_issuer
from ..listing import changes_since_base, newest_list, published
from ..problems import Problem

router = APIRouter()
_BYTES = "application/octet-stream"


@router.get("/list", response_class=Response)
def get_list(who: Carries, store: Store) -> Response:
    """Return the newest whole list as bytes; its header says version, dates and key."""
    return Response(newest_list(store), media_type=_BYTES)


class HandheldBody(BaseModel):
    """A handheld: its id, and its certificate (DER) in hexadecimal."""

    device_id: Text
    certificate: Annotated[str, Field(max_length=2 * MOST_CERTIFICATE_BYTES)]


@router.post("/list/key")
def get_list_key(body: HandheldBody, who: Carries, store: Store) -> dict[str, str]:
    """Return the list key in a box that this handheld alone opens (409: it is refused), and how lists are verified.

    That is the issuer's root and the former root's endorsement of it; all in hexadecimal.
    """
    try:
        certificate = bytes.fromhex(body.certificate)
        asked = {"device_id": body.device_id, "certificate_sha256": fingerprint(certificate).hex()}
        store.audit.note(who, "list-key", store.now_s(), asked)
        box = list_key_box(store, body.device_id, certificate, who)
    except (ListError, ValueError) as error:
        detail = "This is no handheld's certificate. Pair the handheld anew; nothing was stored."
        raise Problem(422, "certificate", detail) from error
    issuer = ensure_issuer(store)
    return {"box": box.hex(), "root": issuer.root.hex(), "endorsement": issuer.endorsement.hex()}


@router.get("/list/changes")
def get_changes(who: Carries, store: Store) -> dict[str, Any]:
    """Return the newest `version`, the whole list's (`base`), and `steps` from it: version, before, bytes."""
    now = published(store)
    steps = [{"version": one.version, "before": one.before, "bytes": len(one.content)} for one in now.changes]
    return {"version": now.version, "base": now.base.version, "steps": steps}


@router.get("/list/changes/all", response_class=Response)
def get_changes_since_base(who: Carries, store: Store) -> Response:
    """Return all changes since the whole list as one step; 404 where there are none."""
    found = changes_since_base(store)
    if found is None:
        raise Problem(404, "no-changes", "Nothing changed since the whole list. Get that alone.")
    return Response(found.content, media_type=_BYTES)


@router.get("/list/changes/{version}", response_class=Response)
def get_step(version: int, who: Carries, store: Store) -> Response:
    """Return the step to a version; 404 where there is none on the newest whole list."""
    for one in published(store).changes:
        if one.version == version:
            return Response(one.content, media_type=_BYTES)
    raise Problem(404, "no-changes", "There is no such version on the newest whole list. Get that one.")
