"""Check records from the field, kept as the very bytes that the handheld wrote."""

import binascii
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from viewmark_protocol.errors import ViewmarkError

from ...wire import RECORD_LIMIT_BYTES, TEXT_LIMIT_CHARACTERS
from ..access import Recovers, Sends, Store
from ..fields import MOST_SEQUENCE, LogId, Verbatim
from ..problems import Problem

router = APIRouter()


class CheckBody(BaseModel):
    """One check: its id, and its record in base64."""

    device_id: Verbatim
    log_id: LogId
    sequence: Annotated[int, Field(ge=0, le=MOST_SEQUENCE)]
    record: str


@router.post("/checks")
def put_check(body: CheckBody, who: Sends, store: Store) -> dict[str, bool]:
    """Store a check; 200 means durable. The same bytes again change nothing, other bytes are a conflict (409)."""
    # Part of the check's id, and so never altered, not even by a space.
    if not 1 <= len(body.device_id) <= TEXT_LIMIT_CHARACTERS:
        detail = f"The handheld's id has {len(body.device_id)} characters; 1 to {TEXT_LIMIT_CHARACTERS} are taken."
        raise Problem(422, "device-id", detail + " Have the handheld enrolled again; nothing was stored.")
    try:
        record = binascii.a2b_base64(body.record, strict_mode=True)
    except ValueError:
        raise _undecodable("The record is not base64.") from None
    if len(record) > RECORD_LIMIT_BYTES:
        raise Problem(413, "too-large", f"A check record has at most {RECORD_LIMIT_BYTES} bytes. Nothing was stored.")
    try:
        stored = store.put_check(body.device_id, body.log_id, body.sequence, record)
    except ViewmarkError as error:
        raise _undecodable(f"The record is no check of a known format ({error}).") from error
    return {"stored": stored}


@router.get("/checks/count")
def count(who: Sends, store: Store) -> dict[str, int]:
    """Return how many checks, photos, firearms and open reports the register holds."""
    return store.counts()


@router.get("/checks")
def list_checks(
    who: Recovers,
    store: Store,
    after_id: Annotated[int, Query(ge=0, le=MOST_SEQUENCE)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, object]:
    """Return ids and digests of checks in order of arrival; go on with the last `id` as `after_id`."""
    store.audit.note(who, "checks", store.now_s(), {"after_id": after_id, "limit": limit})
    rows = [
        {
            "id": row.id,
            "device_id": row.device_id,
            "log_id": row.log_id,
            "sequence": row.sequence,
            "record_sha256": row.record_sha256,
            "received_s": row.received_s,
        }
        for row in store.check_rows(after_id, limit)
    ]
    return {"checks": rows}


def _undecodable(what: str) -> Problem:
    detail = what + " Keep it in the archive and tell the focal point: sending it again will not help."
    return Problem(422, "record-undecodable", detail)
