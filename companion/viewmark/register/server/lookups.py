"""What the search looks up: the marks that have certain keys, and the weapons of those that fit. Plain rows.

One question looks at some hundred marks, and reads the weapons of some dozen.
"""

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import ColumnElement, Row, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from .tables.firearms import Component, ComponentKey, Firearm, Report, SearchKey

_VALUES_AT_ONCE = 400  # that a database takes in one statement
_MOST_MARKS = 20_000
_f, _k, _r = Firearm.__table__.c, SearchKey.__table__.c, Report.__table__.c
_c, _ck = Component.__table__.c, ComponentKey.__table__.c
_KEYS, _IDS = bindparam("keys", expanding=True), bindparam("ids", expanding=True)
_SERIALS = select(_f.id, _f.exact, literal(False)).where(_f.id.in_(select(_k.firearm_id).where(_k.hash.in_(_KEYS))))
_OF_COMPONENTS = select(_c.firearm_id, _c.exact, literal(True)).where(
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


def marks_by_keys(session: Session, keys: Sequence[int]) -> list[tuple[int, str, bool]]:
    """Return the marks that have one of these keys, each once for every 400 keys.

    A mark is the weapon's id, the mark's exact key, and whether it is of another component than the frame.
    """
    connection = session.connection()
    found = [row for part in _parts(keys) for row in connection.execute(_MARKS, {"keys": part}).all()]
    return cast(list[tuple[int, str, bool]], found)


def marks_where(session: Session, where: ColumnElement[bool]) -> list[tuple[int, str, bool]]:
    """Return the serials of the weapons that fulfil a condition."""
    wanted = select(_f.id, _f.exact, literal(False)).where(where).limit(_MOST_MARKS)
    return cast(list[tuple[int, str, bool]], session.connection().execute(wanted).all())


def weapons(session: Session, ids: Sequence[int]) -> list[Row]:
    """Return weapons with `listed`, the kind of their newest open report, or null."""
    connection = session.connection()
    return [row for part in _parts(ids) for row in connection.execute(_WEAPONS, {"ids": part}).all()]


def _parts(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _VALUES_AT_ONCE] for start in range(0, len(values), _VALUES_AT_ONCE))
