"""What the search looks up: the marks that have certain keys, and the weapons of those that fit. Plain rows.

One question looks at some hundred marks, and reads the weapons of some dozen.
"""

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import ColumnElement, Row, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from viewmark_protocol.makers import UNKNOWN_MAKER

from .tables.firearms import Component, ComponentKey, Firearm, Report, SearchKey

# The weapon's id, the mark's exact key, the weapon's maker code, whether it is of another component than the frame.
Mark = tuple[int, str, int, bool]
_VALUES_AT_ONCE = 400  # that a database takes in one statement
_MOST_MARKS = 20_000
_f, _k, _r = Firearm.__table__.c, SearchKey.__table__.c, Report.__table__.c
_c, _ck = Component.__table__.c, ComponentKey.__table__.c
_KEYS, _IDS = bindparam("keys", expanding=True), bindparam("ids", expanding=True)
_SERIALS = select(_f.id, _f.exact, _f.maker_code, literal(False)).where(
    _f.id.in_(select(_k.firearm_id).where(_k.hash.in_(_KEYS)))
)
_OF_COMPONENTS = select(_c.firearm_id, _c.exact, literal(UNKNOWN_MAKER), literal(True)).where(
    _c.id.in_(select(_ck.component_id).where(_ck.hash.in_(_KEYS)))
)
_MARKS = union_all(_SERIALS, _OF_COMPONENTS).limit(_MOST_MARKS)
_LISTED = (
    select(_r.kind).where(_r.firearm_id == _f.id, _r.closed_s.is_(None)).order_by(_r.id.desc()).limit(1)
).scalar_subquery()
_WEAPONS = select(
    *(_f.id, _f.register_id, _f.serial, _f.maker, _f.maker_key, _f.maker_code, _f.model, _f.calibre, _f.status),
    _LISTED.label("listed"),
).where(_f.id.in_(_IDS))


def marks_by_keys(session: Session, keys: Sequence[int]) -> list[Mark]:
    """Return the marks that have one of these keys, each once for every 400 keys."""
    connection = session.connection()
    found = [row for part in _parts(keys) for row in connection.execute(_MARKS, {"keys": part}).all()]
    return cast(list[Mark], found)


def marks_where(session: Session, where: ColumnElement[bool]) -> list[Mark]:
    """Return the serials of the weapons that fulfil a condition."""
    wanted = select(_f.id, _f.exact, _f.maker_code, literal(False)).where(where).limit(_MOST_MARKS)
    return cast(list[Mark], session.connection().execute(wanted).all())


def weapons(session: Session, ids: Sequence[int]) -> list[Row]:
    """Return weapons with `listed`, the kind of their newest open report, or null."""
    connection = session.connection()
    return [row for part in _parts(ids) for row in connection.execute(_WEAPONS, {"ids": part}).all()]


def _parts(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _VALUES_AT_ONCE] for start in range(0, len(values), _VALUES_AT_ONCE))
