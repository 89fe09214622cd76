"""Trace requests: drafted, sent, answered, closed; each state stays on record."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .problems import Problem
from .store import RegisterStore
from .tables.traces import Trace, TraceState

STATES = ("drafted", "sent", "answered", "closed")


@dataclass(frozen=True)
class Traced:
    """A trace request, and each state with when it came into it, who said so, and a note."""

    trace_id: str
    check_id: str | None
    content: dict[str, Any]
    states: list[dict[str, Any]]


def put_trace(store: RegisterStore, trace_id: str, check_id: str | None, content: dict[str, Any], who: str) -> Traced:
    """Keep a drafted request; the same again changes nothing, a Problem where another has its id."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    with store.database.writing() as session:
        known = _find(session, trace_id)
        if known is None:
            known = Trace(trace_id=trace_id, check_id=check_id, content=text)
            session.add(known)
            session.flush()
            session.add(TraceState(trace=known.id, state=STATES[0], at_s=store.now_s(), who=who, note=""))
        elif (known.check_id, known.content) != (check_id, text):
            raise Problem(409, "trace-id", "Another trace request has this id. Give a new one; nothing was stored.")
        session.flush()
        told = _told(session, known)
    store.audit.note(who, "trace", store.now_s(), {"trace_id": trace_id})
    return told


def advance(store: RegisterStore, trace_id: str, state: str, note: str, who: str) -> Traced:
    """Bring a request into its next state, or back to `sent` for another level; a Problem where that is no way."""
    with store.database.writing() as session:
        known = _find(session, trace_id)
        if known is None:
            raise _unknown()
        present = _states(session, known)[-1].state
        ways = {"drafted": ("sent", "closed"), "sent": ("answered", "closed"), "answered": ("sent", "closed")}
        if state != present:
            if state not in ways.get(present, ()):
                detail = f"A request that is {present} cannot become {state}. Nothing was changed."
                raise Problem(409, "trace-state", detail)
            session.add(TraceState(trace=known.id, state=state, at_s=store.now_s(), who=who, note=note))
            session.flush()
        told = _told(session, known)
    store.audit.note(who, "trace-state", store.now_s(), {"trace_id": trace_id, "state": state})
    return told


def trace(store: RegisterStore, trace_id: str, who: str) -> Traced:
    """Return a request; a Problem where there is none."""
    with store.database.reading() as session:
        known = _find(session, trace_id)
        if known is None:
            raise _unknown()
        told = _told(session, known)
    store.audit.note(who, "trace-read", store.now_s(), {"trace_id": trace_id})
    return told


def _find(session: Session, trace_id: str) -> Trace | None:
    return session.scalar(select(Trace).where(Trace.trace_id == trace_id))


def _states(session: Session, one: Trace) -> list[TraceState]:
    return list(session.scalars(select(TraceState).where(TraceState.trace == one.id).order_by(TraceState.id)))


def _told(session: Session, one: Trace) -> Traced:
    states = [{"state": row.state, "at_s": row.at_s, "who": row.who, "note": row.note} for row in _states(session, one)]
    return Traced(one.trace_id, one.check_id, json.loads(one.content), states)


def _unknown() -> Problem:
    return Problem(404, "no-trace", "There is no trace request with this id. Look it up; nothing was changed.")
