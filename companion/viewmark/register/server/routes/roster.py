"""The roster, for laptops to take down."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ..access import Administers, Asks, Store
from ..fields import GivenText
from ..roster import roster, set_roster

router = APIRouter()


class RosterBody(BaseModel):
    """The officers of one post; nobody else works there from now on."""

    post: GivenText
    officers: Annotated[list[GivenText], Field(max_length=1000)]


@router.get("/roster")
def get_roster(who: Asks, store: Store) -> dict[str, list[dict[str, str | int]]]:
    """Return which officers work at which post; that it was read is audited."""
    store.audit.note(who, "roster-read", store.now_s(), {})
    return {"roster": roster(store)}


@router.put("/roster")
def put_roster(body: RosterBody, who: Administers, store: Store) -> dict[str, int]:
    """Set the officers of one post; return how many entries changed."""
    return {"changed": set_roster(store, body.post, body.officers, who)}
