"""Escrowed keys in the register, which can keep and hand out their boxes and open none; and the focal point's key."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ...escrow.limits import MOST_BOXES, PUBLIC_KEY_BYTES
from ..errors import SetupError
from .problems import Problem
from .store import RegisterStore
from .tables.escrow import Escrow, FocalPoint


@dataclass(frozen=True)
class EscrowedLog:
    """A log of which boxes are here: how many, and when the first came; `id` grows in the order of arrival."""

    id: int
    device_id: str
    log_id: str
    boxes: int
    received_s: int


def put_escrow(store: RegisterStore, device_id: str, log_id: str, box: bytes) -> bool:
    """Store a box durably beside those of its log; return False where the same bytes are here already.

    A Problem where the log has as many boxes as are taken: nothing is ever written over one.
    """
    digest = hashlib.sha256(box).hexdigest()
    row = Escrow(device_id=device_id, log_id=log_id, box=box, box_sha256=digest, received_s=store.now_s())
    try:
        with store.database.writing() as session:
            of_log = (Escrow.device_id == device_id, Escrow.log_id == log_id)
            known = session.scalars(select(Escrow.box_sha256).where(*of_log)).all()
            if digest in known:
                return False
            if len(known) >= MOST_BOXES:
                raise _full()
            session.add(row)
    except IntegrityError:
        return False  # the same box came by another request in the meantime
    return True


def escrow_boxes(store: RegisterStore, device_id: str, log_id: str) -> Sequence[bytes]:
    """Return the boxes of a log, the first stored first."""
    with store.database.reading() as session:
        of_log = (Escrow.device_id == device_id, Escrow.log_id == log_id)
        return session.scalars(select(Escrow.box).where(*of_log).order_by(Escrow.id)).all()


def escrowed_logs(store: RegisterStore, after_id: int, limit: int) -> list[EscrowedLog]:
    """Return at most `limit` logs that came after the one with `after_id`, in order of arrival."""
    first = func.min(Escrow.id)
    asked = (
        select(first, Escrow.device_id, Escrow.log_id, func.count(), func.min(Escrow.received_s))
        .group_by(Escrow.device_id, Escrow.log_id)
        .having(first > after_id)
        .order_by(first)
        .limit(limit)
    )
    with store.database.reading() as session:
        return [EscrowedLog(*row) for row in session.execute(asked)]


def set_focal_point(store: RegisterStore, public_key: bytes) -> bool:
    """Have keys escrowed under this public key (32 bytes) from now on; False where it is so already.

    SetupError where it is no public key. Earlier keys stay on record.
    """
    if len(public_key) != PUBLIC_KEY_BYTES:
        raise SetupError(f"A focal point's public key has {PUBLIC_KEY_BYTES} bytes. Copy it from its .pub file.")
    with store.database.writing() as session:
        if _newest(session) == public_key:
            return False
        session.add(FocalPoint(public_key=public_key, set_s=store.now_s()))
    return True


def focal_point(store: RegisterStore) -> bytes | None:
    """Return the focal point's public key, or None where the keeper has set none."""
    with store.database.reading() as session:
        return _newest(session)


def _newest(session: Session) -> bytes | None:
    return session.scalar(select(FocalPoint.public_key).order_by(FocalPoint.id.desc()).limit(1))


def _full() -> Problem:
    return Problem(
        409,
        "escrow-full",
        f"The register holds {MOST_BOXES} boxes of this log and takes no more; nothing was stored. Tell its keeper: "
        "one is enough, so somebody sends them without need. The focal point can try those that are here.",
    )
