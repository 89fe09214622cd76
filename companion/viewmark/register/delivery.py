"""Emptying the outbox: items go out in order, and each is done only when the register has acknowledged it.

It may be killed at any moment: what was sent but not yet marked is sent again, which the register does not mind.
"""

import base64
import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass

from .answers import Answer, Query
from .client import RegisterClient
from .errors import (
    AnswerError,
    KeyRefusedError,
    NonsenseError,
    RefusedError,
    RegisterError,
    ServerFaultError,
    SlowError,
    UnreachableError,
)
from .outbox import Item, Outbox

FAULTS_IN_A_ROW = 3

Answered = Callable[[str, Answer], None]
logger = logging.getLogger("viewmark.register")


@dataclass
class Delivery:
    """What one pass did: items sent, parked and failed, and why it stopped before the end, or None."""

    sent: int = 0
    parked: int = 0
    failed: int = 0
    stopped: RegisterError | None = None


def check_key(device_id: str, log_id: bytes, sequence: int) -> str:
    """Return the key under which a check lies in the outbox."""
    return f"{device_id},{log_id.hex()},{sequence}"


def escrow_key(device_id: str, log_id: bytes) -> str:
    """Return the key under which the box of a log's first key lies in the outbox."""
    return f"{device_id},{log_id.hex()}"


def put_check(outbox: Outbox, device_id: str, log_id: bytes, sequence: int, record: bytes, now_s: int) -> bool:
    """Put a check into the outbox; False where it is or was there."""
    key, payload = _check_item(device_id, log_id, sequence, record)
    return outbox.put("check", key, payload, now_s)


def put_photo(outbox: Outbox, content: bytes, now_s: int) -> bool:
    """Put a photo into the outbox; False where it is or was there."""
    return outbox.put("photo", hashlib.sha256(content).hexdigest(), content, now_s)


def put_escrow(outbox: Outbox, device_id: str, log_id: bytes, box: bytes, now_s: int) -> bool:
    """Put the box of a log's first key into the outbox; False where one is or was there, which stays as it is."""
    key = escrow_key(device_id, log_id)
    if outbox.holds("escrow", key):  # boxes of the same key differ: that is no conflict
        return False
    body: dict[str, object] = {"device_id": device_id, "log_id": log_id.hex(), "box": base64.b64encode(box).decode()}
    return outbox.put("escrow", key, _json(body), now_s)


def put_trace(outbox: Outbox, trace_id: str, check_id: str, content: dict[str, object], now_s: int) -> bool:
    """Put a trace request into the outbox; False where it is or was there, OutboxError where it said otherwise."""
    return outbox.put("trace", trace_id, _json({"check_id": check_id, "content": content}), now_s)


def put_check_again(outbox: Outbox, device_id: str, log_id: bytes, sequence: int, record: bytes, now_s: int) -> bool:
    """Have a refused check sent with the bytes that are the archive's now; False where it was not refused."""
    key, payload = _check_item(device_id, log_id, sequence, record)
    return outbox.send_again("check", key, payload, now_s, "parked")


def put_query(outbox: Outbox, key: str, query: Query, now_s: int) -> bool:
    """Put a query into the outbox under the caller's key (a check's id and the firearm's place, say)."""
    return outbox.put("query", key, _json(asdict(query)), now_s)


def put_query_again(outbox: Outbox, key: str, query: Query, now_s: int) -> bool:
    """Have a query sent once more whose answer is known nowhere any longer; False where it was not sent yet."""
    return outbox.send_again("query", key, _json(asdict(query)), now_s)


async def deliver(
    outbox: Outbox,
    client: RegisterClient,
    now_s: Callable[[], float],
    on_answer: Answered | None = None,
    most: int = 1000,
) -> Delivery:
    """Send what is due, at most `most` items, and return what happened; no RegisterError leaves it.

    `on_answer(key, answer)` must make the answer durable before it returns; after a crash it may be called again.
    """
    result = Delivery()
    faults = 0
    for _ in range(most):
        items = outbox.due(now_s(), most=1)
        if not items:
            break
        item = items[0]
        try:
            await _send(item, client, on_answer)
        except RefusedError as error:
            outbox.park(item.id, str(error))
            result.parked += 1
            logger.warning("parked", extra={"kind": item.kind, "status": error.status})
            continue
        except AnswerError as error:
            # This query's own trouble, and no sign that the register is away: it alone waits, however many are like it.
            outbox.failed(item.id, now_s(), str(error))
            result.failed += 1
            continue
        except (UnreachableError, KeyRefusedError, NonsenseError) as error:
            # Not the item's fault: all waits, so that the order is kept.
            outbox.hold(now_s(), str(error))
            result.stopped = error
            break
        except (SlowError, ServerFaultError) as error:
            # Perhaps this item's fault, a photo too large for the line: the others go on without it.
            outbox.failed(item.id, now_s(), str(error))
            result.failed += 1
            faults += 1
            if faults == FAULTS_IN_A_ROW:
                outbox.hold(now_s(), str(error))
                result.stopped = error
                break
            continue
        outbox.done(item.id)
        outbox.release()
        result.sent += 1
        faults = 0
    return result


async def _send(item: Item, client: RegisterClient, on_answer: Answered | None) -> None:
    if item.kind == "photo":
        await client.send_photo(item.payload)
        return
    body = json.loads(item.payload)
    if item.kind == "trace":
        await client.send_trace(item.key, body["check_id"], body["content"])
        return
    if item.kind == "check":
        record = base64.b64decode(body["record"])
        await client.send_check(body["device_id"], bytes.fromhex(body["log_id"]), body["sequence"], record)
        return
    if item.kind == "escrow":
        await client.send_escrow(body["device_id"], bytes.fromhex(body["log_id"]), base64.b64decode(body["box"]))
        return
    answer = await client.query(Query(**{**body, "alternatives": tuple(body["alternatives"])}))
    if on_answer is not None:
        on_answer(item.key, answer)


def _check_item(device_id: str, log_id: bytes, sequence: int, record: bytes) -> tuple[str, bytes]:
    text = base64.b64encode(record).decode()
    body = {"device_id": device_id, "log_id": log_id.hex(), "sequence": sequence, "record": text}
    return check_key(device_id, log_id, sequence), _json(body)


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
