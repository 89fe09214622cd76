"""Trace requests and their states."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel

from ..access import Asks, Recovers, Store
from ..fields import Id, StorableJson, Text
from ..traces import Traced, advance, put_trace, trace

router = APIRouter()


class TraceBody(BaseModel):
    """What is asked, as the one who asks writes it, and the check that it comes of."""

    check_id: Text | None = None
    content: StorableJson


class StateBody(BaseModel):
    """The next state, and why."""

    state: Literal["sent", "answered", "closed"]
    note: Text = ""


@router.put("/traces/{trace_id}")
def put(trace_id: Id, body: TraceBody, who: Asks, store: Store) -> Traced:
    """Keep a drafted request (409: the id is another's); 200 means durable."""
    content: dict[str, Any] = body.content
    return put_trace(store, trace_id, body.check_id, content, who)


@router.get("/traces/{trace_id}")
def get(trace_id: Id, who: Asks, store: Store) -> Traced:
    """Return a request with its states (404: there is none)."""
    return trace(store, trace_id, who)


@router.post("/traces/{trace_id}/state")
def post_state(trace_id: Id, body: StateBody, who: Recovers, store: Store) -> Traced:
    """Bring a request into another state, which is the focal point's to do (404: none; 409: no way leads there)."""
    return advance(store, trace_id, body.state, body.note, who)
