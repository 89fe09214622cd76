"""Publishing the offline list: a new version whenever the open reports changed, or the newest one grows old."""

import logging
import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from viewmark_protocol.lists.offline import KEY_BYTES

from ...lists.builder import build
from .models import Firearm, ListEdition, ListKey, Report
from .store import RegisterStore

ISSUER = "reference register"
VALID_S = 7 * 86_400
RENEW_AFTER_S = 86_400  # a list is renewed daily, so that a laptop at base always brings one with six days left

logger = logging.getLogger("viewmark.register")


def list_key(store: RegisterStore) -> bytes:
    """Return the list key of the present epoch; it is drawn when it is first asked for."""
    with store.database.writing() as session:
        return _present_key(session).key


def newest_list(store: RegisterStore) -> bytes:
    """Return the newest edition's bytes, after publishing one where that is due."""
    with store.database.reading() as session:
        edition = _newest(session)
        if edition is not None and _still_good(edition, _state(session), store.now_s()):
            return edition.content
    with store.database.writing() as session:
        # Asked again inside of the writing transaction: two laptops at once must not publish two versions.
        edition, state, now_s = _newest(session), _state(session), store.now_s()
        if edition is None or not _still_good(edition, state, now_s):
            edition = _publish(session, edition, state, now_s)
        return edition.content


def _publish(session: Session, before: ListEdition | None, state: str, now_s: int) -> ListEdition:
    key = _present_key(session)
    version = before.version + 1 if before else 1
    rows = session.execute(
        select(Firearm.serial, Firearm.maker, Report.kind).join(Report).where(Report.closed_s.is_(None))
    )
    entries = ((serial, maker, kind) for serial, maker, kind in rows)
    content, report = build(entries, key.key, version, now_s, now_s + VALID_S, ISSUER)
    edition = ListEdition(
        version=version, epoch=key.epoch, issued_s=now_s, expires_s=now_s + VALID_S, state=state, content=content
    )
    session.add(edition)
    figures = {"version": version, "listed": report.listed, "left_out": report.reasons()}
    logger.info("list published", extra=figures)
    return edition


def _still_good(edition: ListEdition, state: str, now_s: int) -> bool:
    return edition.state == state and 0 <= now_s - edition.issued_s < RENEW_AFTER_S


def _newest(session: Session) -> ListEdition | None:
    return session.scalar(select(ListEdition).order_by(ListEdition.version.desc()).limit(1))


def _state(session: Session) -> str:
    """Return what changes whenever a report is opened or closed: how many there ever were, and how many are open."""
    total = session.scalar(select(func.max(Report.id)))
    opened = session.scalar(select(func.count()).select_from(Report).where(Report.closed_s.is_(None)))
    return f"{total or 0}/{opened or 0}"


def _present_key(session: Session) -> ListKey:
    key = session.scalar(select(ListKey).order_by(ListKey.epoch.desc()).limit(1))
    if key is None:
        key = ListKey(epoch=1, key=secrets.token_bytes(KEY_BYTES))
        session.add(key)
        session.flush()
    return key
