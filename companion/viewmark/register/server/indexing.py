"""Putting weapons and the keys they are found by into the database, many at a time."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import insert
from sqlalchemy.orm import Session

from viewmark_protocol.makers import maker_code
from viewmark_protocol.serials import exact

from .records import FirearmRecord
from .search_keys import record_keys
from .tables.firearms import REGISTERED, Firearm, SearchKey

_AT_ONCE = 5000


def add_firearms(session: Session, records: Iterable[FirearmRecord]) -> int:
    """Add weapons with their keys and return how many; IntegrityError where a register id is taken."""
    count = 0
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
        count += len(chunk)
    return count


def firearm_values(record: FirearmRecord) -> dict[str, object]:
    """Return the columns of a weapon."""
    return {
        **record.__dict__,
        "absent": " ".join(record.absent),
        "exact": exact(record.serial),
        "maker_key": exact(record.maker or ""),
        "maker_code": maker_code(record.maker),
        "status": REGISTERED,
    }
