"""Escrowed keys of logs: boxes that only the focal point opens, and the public key under which they are closed."""

import base64
import binascii
import logging
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from ....escrow.limits import BOX_LIMIT_BYTES
from ...wire import TEXT_LIMIT_CHARACTERS
from ..access import Recovers, Sends, Store
from ..escrows import escrow_boxes, escrowed_logs, focal_point, put_escrow
from ..fields import MOST_SEQUENCE, LogId, Verbatim
from ..problems import Problem

router = APIRouter()
logger = logging.getLogger("viewmark.register")


class EscrowBody(BaseModel):
    """One box in base64, and the log whose first key it holds."""

    device_id: Verbatim
    log_id: LogId
    box: str


@router.post("/escrow")
def put(body: EscrowBody, who: Sends, store: Store) -> dict[str, bool]:
    """Store a box (413: over 1 KiB; 409: too many of a log); 200 means durable. The same bytes again change nothing."""
    _check_device_id(body.device_id)
    try:
        box = binascii.a2b_base64(body.box, strict_mode=True)
    except ValueError:
        box = b""
    if not box:
        detail = "The box is not base64. Send it again as it was closed; nothing was stored."
        raise Problem(422, "box-undecodable", detail)
    if len(box) > BOX_LIMIT_BYTES:
        detail = f"A box has at most {BOX_LIMIT_BYTES} bytes. Send the box alone; nothing was stored."
        raise Problem(413, "too-large", detail)
    return {"stored": put_escrow(store, body.device_id, body.log_id, box)}


@router.get("/escrow")
def boxes_of_log(
    who: Recovers, store: Store, device_id: Annotated[Verbatim, Query()], log_id: Annotated[LogId, Query()]
) -> dict[str, list[str]]:
    """Return the boxes of a log in base64, the first stored first; that they were read is audited."""
    _check_device_id(device_id)
    boxes = escrow_boxes(store, device_id, log_id)
    store.audit.note(who, "escrow", store.now_s(), {"device_id": device_id, "log_id": log_id})
    logger.info("escrow read", extra={"who": who, "device_id": device_id, "log_id": log_id, "boxes": len(boxes)})
    return {"boxes": [base64.b64encode(box).decode() for box in boxes]}


@router.get("/escrow/logs")
def logs(
    who: Recovers,
    store: Store,
    after_id: Annotated[int, Query(ge=0, le=MOST_SEQUENCE)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, object]:
    """Return the logs whose keys are here, in order of arrival; go on with the last `id` as `after_id`."""
    store.audit.note(who, "escrow-logs", store.now_s(), {"after_id": after_id, "limit": limit})
    return {"logs": [asdict(one) for one in escrowed_logs(store, after_id, limit)]}


@router.get("/focal-point")
def get_focal_point(who: Sends, store: Store) -> dict[str, str | None]:
    """Return the focal point's public key in hexadecimal, or null where the keeper has set none."""
    public_key = focal_point(store)
    return {"public_key": None if public_key is None else public_key.hex()}


def _check_device_id(device_id: str) -> None:
    # A box is bound to the id, which is never altered therefore, not even by a space.
    if not 1 <= len(device_id) <= TEXT_LIMIT_CHARACTERS:
        detail = f"The handheld's id has {len(device_id)} characters; 1 to {TEXT_LIMIT_CHARACTERS} are taken."
        raise Problem(422, "device-id", detail + " Have the handheld enrolled again; nothing was stored.")
