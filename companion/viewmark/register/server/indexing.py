"""Putting weapons and the keys they are found by into the database, many at a time; and taking one by its number."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from viewmark_protocol.makers import maker_code
from viewmark_protocol.serials import exact

from ..errors import SetupError
from .records import FirearmRecord
from .search_keys import record_keys
from .tables.firearms import REGISTERED, Firearm, SearchKey

_AT_ONCE = 5000


def add_firearms(session: Session, records: Iterable[FirearmRecord]) -> list[int]:
    """Add weapons with their keys and return their ids in order; IntegrityError where a register id is taken."""
    added: list[int] = []
    remaining = iter(records)
    while chunk := list(islice(remaining, _AT_ONCE)):
        statement = insert(Firearm).returning(Firearm.id, sort_by_parameter_order=True)
        ids = session.scalars(statement, [firearm_values(record) for record in chunk]).all()
        keys = [
            (key, firearm_id)
            for record, firearm_id in zip(chunk, ids, strict=True)
            for key in record_keys(record.serial)
        ]
        keys.sort()  # into the index in its own order
        session.execute(insert(SearchKey), [{"hash": key, "firearm_id": firearm_id} for key, firearm_id in keys])
        added += ids
    return added


def find_firearm(session: Session, register_id: str) -> Firearm | None:
    """Return the weapon with a number, None where it is not registered."""
    return session.scalar(select(Firearm).where(Firearm.register_id == register_id))


def registered_firearm(session: Session, register_id: str) -> Firearm:
    """Return the weapon with a number; SetupError where it is not registered."""
    firearm = find_firearm(session, register_id)
    if firearm is None:
        raise SetupError(f"No weapon has the register id {register_id}. Register it first.")
    return firearm


def firearm_values(record: FirearmRecord) -> dict[str, object]:
    """Return the columns of a weapon."""
    return {
        **record.__dict__,
        "absent": " ".join(record.absent),
        "status": REGISTERED,
        **derived_values(record.serial, record.maker),
    }


def derived_values(serial: str, maker: str | None) -> dict[str, object]:
    """Return the columns that follow from serial and maker."""
    return {"exact": exact(serial), "maker_key": exact(maker or ""), "maker_code": maker_code(maker)}
