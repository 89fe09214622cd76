"""Rows that the search looks up: by keys, by a condition, by the marks of components; and which are reported.

Plain rows, not objects: one question reads a thousand of them.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session

from .tables.firearms import Component, ComponentKey, Firearm, Report, SearchKey

_KEYS_A_QUERY = 400  # of the values that a database takes in one statement
_MOST_ROWS = 20_000
_f, _k, _r = Firearm.__table__.c, SearchKey.__table__.c, Report.__table__.c
_c, _ck = Component.__table__.c, ComponentKey.__table__.c
_COLUMNS = (
    *(_f.id, _f.register_id, _f.serial, _f.exact, _f.maker, _f.maker_key),
    *(_f.maker_code, _f.model, _f.calibre, _f.status),
)
_KEYS, _IDS = bindparam("keys", expanding=True), bindparam("ids", expanding=True)
_BY_KEYS = select(*_COLUMNS).where(_f.id.in_(select(_k.firearm_id).where(_k.hash.in_(_KEYS)))).limit(_MOST_ROWS)
_BY_IDS = select(*_COLUMNS).where(_f.id.in_(_IDS))
_COMPONENTS = (
    select(_c.firearm_id, _c.exact)
    .where(_c.id.in_(select(_ck.component_id).where(_ck.hash.in_(_KEYS))))
    .limit(_MOST_ROWS)
)
_REPORTED = select(_r.firearm_id, _r.kind).where(_r.closed_s.is_(None), _r.firearm_id.in_(_IDS)).order_by(_r.id)


def rows_by_keys(session: Session, keys: Sequence[int]) -> list[Row]:
    """Return the weapons that have one of these keys, each once for every 400 keys."""
    return [row for part in _parts(keys) for row in session.connection().execute(_BY_KEYS, {"keys": part})]


def rows_by_components(session: Session, keys: Sequence[int]) -> list[tuple[Row, str]]:
    """Return the weapons of which a component's mark has one of these keys, with the mark's exact key."""
    connection = session.connection()
    marks = {
        row.firearm_id: row.exact for part in _parts(keys) for row in connection.execute(_COMPONENTS, {"keys": part})
    }
    rows = [row for part in _parts(list(marks)) for row in connection.execute(_BY_IDS, {"ids": part})]
    return [(row, marks[row.id]) for row in rows]


def rows_where(session: Session, where: ColumnElement[bool]) -> Iterable[Row]:
    """Return the weapons that fulfil a condition."""
    return session.connection().execute(select(*_COLUMNS).where(where).limit(_MOST_ROWS))


def reported(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return the kind of the newest open report of each weapon that has one."""
    connection = session.connection()
    return {row.firearm_id: row.kind for part in _parts(ids) for row in connection.execute(_REPORTED, {"ids": part})}


def _parts(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _KEYS_A_QUERY] for start in range(0, len(values), _KEYS_A_QUERY))
