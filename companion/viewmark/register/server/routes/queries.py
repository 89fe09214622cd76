"""Asking for one weapon. No answer leaves before its audit line is durable."""

import json
import logging
import time
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from viewmark_protocol.serials import exact

from ...answers import Answer, Candidate, Query
from ..access import Caller, Store
from ..fields import GivenText, Serial, Text
from ..problems import Problem
from ..search import search
from ..tables.audit import AuditLine

router = APIRouter()
logger = logging.getLogger("viewmark.register")


class QueryBody(BaseModel):
    """What is asked, by whom and by which power; officer, post and legal ground must be said."""

    serial: Serial
    officer: GivenText
    post: GivenText
    legal_ground: GivenText
    maker: Text | None = None
    model: Text | None = None
    calibre: Text | None = None
    check_id: Text | None = None
    alternatives: Annotated[list[Serial], Field(max_length=64)] = []


@router.post("/query")
def ask(body: QueryBody, who: Caller, store: Store) -> Answer:
    """Answer hit, near or none with candidates; 422 where the serial is none, which is audited too."""
    started = time.perf_counter()
    query = Query(**{**body.model_dump(), "alternatives": tuple(body.alternatives)})
    line = _audit_line(query, who, store.now_s())
    candidates: list[Candidate] = []
    try:
        with store.database.reading() as session:
            line.answer, candidates = search(session, query)
    except Problem:
        line.answer = "refused"
        raise
    finally:
        line.candidates = len(candidates)
        word, asked_s = line.answer, line.asked_s
        store.add_audit(line)
    took_ms = round((time.perf_counter() - started) * 1000)
    logger.info("query answered", extra={"answer": word, "candidates": len(candidates), "took_ms": took_ms})
    return Answer(word, tuple(candidates), asked_s)


def _audit_line(query: Query, who: str, asked_s: int) -> AuditLine:
    asked = {
        "serial": query.serial,
        "key": exact(query.serial),
        "maker": query.maker,
        "model": query.model,
        "calibre": query.calibre,
        "alternatives": list(query.alternatives),
    }
    return AuditLine(
        asked_s=asked_s,
        who=who,
        officer=query.officer,
        post=query.post,
        legal_ground=query.legal_ground,
        check_id=query.check_id,
        asked=json.dumps(asked, ensure_ascii=False),
        answer="failed",  # stands unless the search comes to its end
        candidates=0,
    )
