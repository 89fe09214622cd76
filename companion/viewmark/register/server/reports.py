"""Reports of weapons that are lost, stolen, trafficked or wanted, and their end. Sent twice, it is taken once."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...lists.builder import why_not_listable
from .indexing import add_firearms, find_firearm
from .matches import DIFFERS, makers_agree
from .problems import Problem
from .records import FirearmRecord
from .store import RegisterStore
from .tables.firearms import Firearm, Report


@dataclass(frozen=True)
class Reported:
    """A report as it is on record."""

    report_id: str
    register_id: str
    kind: str
    reported_s: int
    closed_s: int | None


def report(
    store: RegisterStore, report_id: str, record: FirearmRecord, kind: str, authority: str, who: str
) -> Reported:
    """Open a report on a weapon, which is registered with it where its register id is new; return what is on record.

    A Problem where the weapon cannot be listed, is another than the registered one, or the id is another report's.
    """
    reason = why_not_listable(record.serial, kind)
    if reason:
        raise Problem(422, "not-listable", f"This weapon cannot be listed: {reason}. Correct serial or category.")
    with store.database.writing() as session:
        known = _by_id(session, report_id)
        firearm = find_firearm(session, record.register_id)
        if firearm is None and known is None:
            (firearm_id,) = add_firearms(session, [record])
            firearm = session.get_one(Firearm, firearm_id)
        if firearm is None or not _is_same(firearm, record):
            detail = "Another weapon has this register id. Look it up first; nothing was stored."
            raise Problem(409, "register-id", detail)
        if known is None:
            known = Report(report_id=report_id, firearm_id=firearm.id, kind=kind, authority=authority)
            known.reported_s = store.now_s()
            session.add(known)
        elif (known.firearm_id, known.kind) != (firearm.id, kind):
            raise Problem(409, "report-id", "Another report has this id. Give a new one; nothing was stored.")
        told = _told(known, firearm)
    store.audit.note(who, "report", store.now_s(), {"report_id": report_id, "kind": kind}, [told.register_id])
    return told


def close_report(store: RegisterStore, report_id: str, authority: str, who: str) -> Reported:
    """Close a report, because the weapon was recovered, say; a Problem where there is none."""
    with store.database.writing() as session:
        known = _by_id(session, report_id)
        if known is None:
            raise Problem(404, "no-report", "There is no report with this id. Look it up; nothing was changed.")
        if known.closed_s is None:
            known.closed_s, known.closed_by = store.now_s(), authority
        told = _told(known, session.get_one(Firearm, known.firearm_id))
    store.audit.note(who, "close-report", store.now_s(), {"report_id": report_id}, [told.register_id])
    return told


def _is_same(firearm: Firearm, record: FirearmRecord) -> bool:
    return firearm.serial == record.serial and makers_agree(firearm.maker, record.maker) != DIFFERS


def _by_id(session: Session, report_id: str) -> Report | None:
    return session.scalar(select(Report).where(Report.report_id == report_id))


def _told(one: Report, firearm: Firearm) -> Reported:
    return Reported(one.report_id or "", firearm.register_id, one.kind, one.reported_s, one.closed_s)
