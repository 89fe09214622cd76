"""Publishing the offline list: whole, then each day's changes on it, whenever reports changed or a day has passed."""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from viewmark_protocol.lists.header import KEY_BYTES, MAGIC

from ...lists.builder import Edition, Fingerprints, Row, signed, whole_list
from ...lists.delta import Present, make_delta, unsigned_delta
from .issuing import Issuing, ensure_issuer
from .store import RegisterStore
from .tables.firearms import Firearm, FirearmEvent, Report
from .tables.lists import ListChanges, ListEdition, ListKey

ISSUER = "reference register"
VALID_S = 7 * 86_400
RENEW_AFTER_S = 86_400  # a list is renewed daily, so that a laptop at base always brings one with six days left
BASE_DAYS = 60  # after so many a whole list is issued anew
CHANGES_SHARE = 8  # and when all changes since would be more than this part of it

logger = logging.getLogger("viewmark.register")


@dataclass(frozen=True)
class Published:
    """The newest state of the list: its whole edition and the changes since, a step each."""

    version: int
    base: ListEdition
    changes: list[ListChanges]


def list_key(store: RegisterStore) -> bytes:
    """Return the list key of the present epoch; it is drawn when it is first asked for."""
    with store.database.writing() as session:
        return _present_key(session).key


def newest_list(store: RegisterStore) -> bytes:
    """Return the newest whole list's bytes; the changes since come by `published`."""
    return published(store).base.content


def published(store: RegisterStore) -> Published:
    """Return what is published, after publishing a new version where that is due."""
    with store.database.reading() as session:
        found = _newest(session)
        if found is not None and _still_good(found, _state(session), store.now_s()):
            return found
    ensure_issuer(store)
    with store.database.writing() as session:
        # Asked again inside of the writing transaction: two laptops at once must not publish two versions.
        found, state, now_s = _newest(session), _state(session), store.now_s()
        if found is None or not _still_good(found, state, now_s):
            found = _publish(session, found, state, now_s)
        session.expunge_all()  # what is returned outlives the session
        return found


def changes_since_base(store: RegisterStore) -> ListChanges | None:
    """Return all changes since the newest whole list as one step, None where there are none."""
    now = published(store)
    if len(now.changes) < 2:
        return now.changes[0] if now.changes else None
    with store.database.writing() as session:
        known = session.get(ListChanges, (now.version, now.base.version))
        if known is None:
            last = now.changes[-1]
            present = _present(now)
            edition = Edition(now.version, last.issued_s, last.issued_s + VALID_S, ISSUER)
            content = make_delta(present.at_base(), present.entries(), edition, Issuing(session))
            known = _changes(now.base, now.version, now.base.version, last.issued_s, last.state, content)
            session.add(known)
        session.flush()
        session.expunge_all()
        return known


def listed_rows(session: Session) -> Iterator[Row]:
    """Yield serial, maker and category of every weapon with an open report."""
    wanted = select(Firearm.serial, Firearm.maker, Report.kind).join(Report).where(Report.closed_s.is_(None))
    for one in session.execute(wanted.execution_options(yield_per=10_000)):
        yield one.serial, one.maker, one.kind


def _publish(session: Session, before: Published | None, state: str, now_s: int) -> Published:
    key = _present_key(session)
    signer = Issuing(session)
    prints = Fingerprints(key.key)
    prints.add(listed_rows(session))
    edition = Edition(_last_version(session) + 1, now_s, now_s + VALID_S, ISSUER)
    made = _step(before, key, prints, edition, signer, state) if before else None
    if made:
        session.add(made)
    else:
        content = whole_list(prints, edition, signer)
        whole = ListEdition(
            version=edition.version,
            epoch=key.epoch,
            issued_s=now_s,
            expires_s=edition.expires_s,
            state=state,
            content=content,
        )
        session.add(whole)
    figures = {"version": edition.version, "listed": prints.report.listed, "left_out": prints.report.reasons()}
    logger.info("list published", extra=figures | {"whole": made is None})
    session.flush()
    found = _newest(session)
    assert found is not None
    return found


def _step(
    before: Published, key: ListKey, prints: Fingerprints, edition: Edition, signer: Issuing, state: str
) -> ListChanges | None:
    """Return the changes since the version before; None where a whole list is due."""
    base = before.base
    if base.epoch != key.epoch or edition.issued_s - base.issued_s >= BASE_DAYS * 86_400:
        return None
    present = _present(before)
    wanted = set(prints.pairs(present.base.buckets))
    header, body = unsigned_delta(present, wanted, edition)
    unsigned = signed(header, body, None)
    if sum(len(one.content) for one in before.changes) + len(unsigned) > present.base.body_bytes // CHANGES_SHARE:
        return None
    content = signed(header, body, signer)
    return _changes(base, edition.version, before.version, edition.issued_s, state, content)


def _changes(base: ListEdition, version: int, before: int, issued_s: int, state: str, content: bytes) -> ListChanges:
    return ListChanges(
        version=version, before=before, base=base.version, issued_s=issued_s, state=state, content=content
    )


def _present(now: Published) -> Present:
    present = Present.of(now.base.content)
    for one in now.changes:
        present.apply(one.content)
    return present


def _still_good(found: Published, state: str, now_s: int) -> bool:
    newest = found.changes[-1] if found.changes else found.base
    return newest.state == state and 0 <= now_s - newest.issued_s < RENEW_AFTER_S


def _newest(session: Session) -> Published | None:
    base = session.scalar(select(ListEdition).order_by(ListEdition.version.desc()).limit(1))
    if base is None or not base.content.startswith(MAGIC):  # of a former format
        return None
    steps = session.scalars(
        select(ListChanges)
        .where(ListChanges.base == base.version)
        .order_by(ListChanges.version, ListChanges.before.desc())
    )
    chain: list[ListChanges] = []
    version = base.version
    for one in steps:
        if one.before == version:
            chain.append(one)
            version = one.version
    return Published(version, base, chain)


def _last_version(session: Session) -> int:
    versions = (session.scalar(select(func.max(one.version))) for one in (ListEdition, ListChanges))
    return max(version or 0 for version in versions)


def _state(session: Session) -> str:
    """Return what changes with the list: how many reports and events there ever were, how many reports are open."""
    total = session.scalar(select(func.max(Report.id)))
    opened = session.scalar(select(func.count()).select_from(Report).where(Report.closed_s.is_(None)))
    events = session.scalar(select(func.max(FirearmEvent.id)))
    return f"{total or 0}/{opened or 0}/{events or 0}"


def _present_key(session: Session) -> ListKey:
    key = session.scalar(select(ListKey).order_by(ListKey.epoch.desc()).limit(1))
    if key is None:
        key = ListKey(epoch=1, key=secrets.token_bytes(KEY_BYTES))
        session.add(key)
        session.flush()
    return key
