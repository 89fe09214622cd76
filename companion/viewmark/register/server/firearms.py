"""What is known of single weapons: their components' marks, what happened to them, corrections. Nothing is lost."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from viewmark_protocol.serials import exact

from ..errors import SetupError
from .indexing import derived_values, registered_firearm
from .records import FIELDS
from .search_keys import record_keys
from .store import RegisterStore
from .tables.firearms import Component, ComponentKey, Firearm, FirearmEvent, SearchKey

COMPONENTS = ("slide", "barrel", "cylinder", "bolt", "upper-receiver", "lower-receiver", "other")
MARKED, NONE, UNKNOWN = "marked", "none", "unknown"
EVENTS = ("converted", "deactivated", "reactivated", "transferred", "imported", "exported", "destroyed", "corrected")


def set_component(
    store: RegisterStore, register_id: str, component: str, state: str, mark: str | None, authority: str
) -> None:
    """Note what a component bears; the mark that it bore before stays on record. SetupError for an unknown word.

    A component's mark finds the weapon as its own serial does.
    """
    if component not in COMPONENTS or state not in (MARKED, NONE, UNKNOWN) or (state == MARKED) != bool(mark):
        raise SetupError(f"A component is one of {', '.join(COMPONENTS)}; it is marked, and how, or none, or unknown.")
    now_s = store.now_s()
    with store.database.writing() as session:
        firearm = registered_firearm(session, register_id)
        wanted = (Component.firearm_id == firearm.id, Component.component == component, Component.until_s.is_(None))
        for former in session.scalars(select(Component).where(*wanted)):
            former.until_s = now_s
        row = Component(firearm_id=firearm.id, component=component, state=state, mark=mark, since_s=now_s)
        row.exact = exact(mark or "")
        session.add(row)
        session.add(_event(firearm, "corrected", now_s, authority, {"component": component, "state": state}))
        if mark:
            session.flush()
            rows = [{"hash": key, "component_id": row.id} for key in sorted(record_keys(mark))]
            session.execute(insert(ComponentKey), rows)


def add_event(
    store: RegisterStore,
    register_id: str,
    kind: str,
    authority: str,
    happened_s: int | None = None,
    holder_reference: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Note that something happened to a weapon; SetupError for another kind than EVENTS, or an unknown weapon."""
    if kind not in EVENTS:
        raise SetupError(f"Nothing is called {kind} here. Give one of {', '.join(EVENTS)}.")
    with store.database.writing() as session:
        event = _event(registered_firearm(session, register_id), kind, store.now_s(), authority, detail or {})
        event.happened_s, event.holder_reference = happened_s, holder_reference
        session.add(event)


def correct(store: RegisterStore, register_id: str, field: str, value: str | int | None, authority: str) -> None:
    """Correct one field of a weapon; the former value stays in its history. SetupError for an unknown field."""
    if field not in ("serial", *FIELDS):
        raise SetupError(f"A weapon has no {field} that could be corrected. Give serial, {', '.join(FIELDS)}.")
    with store.database.writing() as session:
        firearm = registered_firearm(session, register_id)
        detail = {"field": field, "before": getattr(firearm, field), "after": value}
        session.add(_event(firearm, "corrected", store.now_s(), authority, detail))
        setattr(firearm, field, value)
        for name, derived in derived_values(firearm.serial, firearm.maker).items():
            setattr(firearm, name, derived)
        if field == "serial":
            session.execute(delete(SearchKey).where(SearchKey.firearm_id == firearm.id))
            rows = [{"hash": key, "firearm_id": firearm.id} for key in sorted(record_keys(firearm.serial))]
            session.execute(insert(SearchKey), rows)


def history(store: RegisterStore, register_id: str) -> Sequence[FirearmEvent]:
    """Return everything that happened to a weapon, the oldest first."""
    with store.database.reading() as session:
        firearm = registered_firearm(session, register_id)
        wanted = select(FirearmEvent).where(FirearmEvent.firearm_id == firearm.id).order_by(FirearmEvent.id)
        return session.scalars(wanted).all()


def _event(firearm: Firearm, kind: str, now_s: int, authority: str, detail: dict[str, Any]) -> FirearmEvent:
    text = json.dumps(detail, ensure_ascii=False)
    return FirearmEvent(firearm_id=firearm.id, kind=kind, recorded_s=now_s, authority=authority, detail=text)
