"""Whether the register is there and its database answers."""

from fastapi import APIRouter
from sqlalchemy import text

from ..access import Store

router = APIRouter()


@router.get("/health")
def health(store: Store) -> dict[str, object]:
    """Answer without a key: a laptop that looks for a register must tell it from any other server."""
    with store.database.reading() as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok", "service": "viewmark-register", "api": 1, "time_s": store.now_s()}
