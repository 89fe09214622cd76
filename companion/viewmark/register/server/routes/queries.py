"""Asking for weapons, one or many. No answer leaves before its audit line is durable."""

import logging
import time
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ...answers import Answer, Query
from ...wire import MOST_QUERIES
from ..access import Asks, HolderOf, RateOf, Store
from ..asking import answer_all
from ..fields import GivenText, Serial, Text

router = APIRouter()
logger = logging.getLogger("viewmark.register")


class Purpose(BaseModel):
    """By whom and by which power it is asked; officer, post and legal ground must be said."""

    officer: GivenText
    post: GivenText
    legal_ground: GivenText


class Weapon(BaseModel):
    """What is asked of one weapon."""

    serial: Serial
    maker: Text | None = None
    model: Text | None = None
    calibre: Text | None = None
    check_id: Text | None = None
    alternatives: Annotated[list[Serial], Field(max_length=64)] = []


class QueryBody(Purpose, Weapon):
    """One question."""


class BatchBody(Purpose):
    """Many questions with one purpose."""

    weapons: Annotated[list[Weapon], Field(min_length=1, max_length=MOST_QUERIES)]


class BatchItem(BaseModel):
    """The answer to one of many, or why there is none, as a sentence."""

    answer: Answer | None
    refused: str | None


@router.post("/query")
def ask(body: QueryBody, who: Asks, holder: HolderOf, rates: RateOf, store: Store) -> Answer:
    """Answer hit, near or none with candidates; 422 where the serial is none, which is audited too."""
    rates.take(holder.id)
    started = time.perf_counter()
    (one,) = answer_all(store, [_query(body, body)], who, "query")
    if one.answer is None:
        assert one.problem is not None
        raise one.problem
    took_ms = round((time.perf_counter() - started) * 1000)
    told = {"answer": one.answer.answer, "candidates": len(one.answer.candidates), "took_ms": took_ms}
    logger.info("query answered", extra=told)
    return one.answer


@router.post("/queries")
def ask_many(body: BatchBody, who: Asks, holder: HolderOf, rates: RateOf, store: Store) -> dict[str, list[BatchItem]]:
    """Answer up to 500 questions in their order; one that is refused says why, and holds up none of the others."""
    rates.take(holder.id, len(body.weapons))
    started = time.perf_counter()
    answered = answer_all(store, [_query(weapon, body) for weapon in body.weapons], who, "batch")
    took_ms = round((time.perf_counter() - started) * 1000)
    logger.info("batch answered", extra={"queries": len(answered), "took_ms": took_ms})
    items = [BatchItem(answer=one.answer, refused=one.problem.detail if one.problem else None) for one in answered]
    return {"answers": items}


def _query(weapon: Weapon, purpose: Purpose) -> Query:
    return Query(
        serial=weapon.serial,
        officer=purpose.officer,
        post=purpose.post,
        legal_ground=purpose.legal_ground,
        maker=weapon.maker,
        model=weapon.model,
        calibre=weapon.calibre,
        check_id=weapon.check_id,
        alternatives=tuple(weapon.alternatives),
    )
