"""Answering a question: searched, written into the audit with what is shown, and only then told."""

from dataclasses import dataclass

from viewmark_protocol.serials import exact

from ..answers import Answer, Candidate, Query
from .audit import as_json
from .problems import Problem
from .search import search
from .store import RegisterStore
from .tables.audit import AuditLine

REFUSED = "refused"


@dataclass(frozen=True)
class Answered:
    """An answer, or the problem for which there is none."""

    answer: Answer | None
    problem: Problem | None


def answer_all(store: RegisterStore, queries: list[Query], who: str, action: str) -> list[Answered]:
    """Answer questions in their order. Each leaves its audit line, also when it is refused or the search fails."""
    answered: list[Answered] = []
    lines: list[AuditLine] = []
    try:
        with store.database.reading() as session:
            for query in queries:
                line = _line(query, who, action, store.now_s())
                lines.append(line)
                candidates: list[Candidate] = []
                try:
                    line.answer, candidates = search(session, query)
                    answered.append(Answered(Answer(line.answer, tuple(candidates), line.asked_s), None))
                except Problem as problem:
                    line.answer = REFUSED
                    answered.append(Answered(None, problem))
                line.shown = as_json([one.register_id for one in candidates])
    finally:
        store.audit.add(*lines)
    return answered


def _line(query: Query, who: str, action: str, asked_s: int) -> AuditLine:
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
        action=action,
        officer=query.officer,
        post=query.post,
        legal_ground=query.legal_ground,
        check_id=query.check_id,
        asked=as_json(asked),
        answer="failed",  # stands unless the search comes to its end
        shown="[]",
    )
