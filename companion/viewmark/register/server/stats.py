"""What a register holds and what it was asked, in numbers: no serial, no name."""

from typing import Any

from sqlalchemy import func, select

from .store import RegisterStore
from .tables.audit import AuditLine
from .tables.firearms import Report
from .tables.traces import Trace


def stats(store: RegisterStore) -> dict[str, Any]:
    """Return counts: weapons, checks, photos, traces; open reports by kind, questions by answer."""
    with store.database.reading() as session:
        by_kind = select(Report.kind, func.count()).where(Report.closed_s.is_(None)).group_by(Report.kind)
        asked = AuditLine.action.in_(("query", "batch"))
        by_answer = select(AuditLine.answer, func.count()).where(asked).group_by(AuditLine.answer)
        return {
            **store.counts(),
            "traces": session.scalar(select(func.count()).select_from(Trace)) or 0,
            "audit_lines": session.scalar(select(func.count()).select_from(AuditLine)) or 0,
            "reports": {row[0]: row[1] for row in session.execute(by_kind)},
            "answers": {row[0]: row[1] for row in session.execute(by_answer)},
        }
