"""The roster: which officers work at which post. Former entries stay, with the time until which they held."""

from sqlalchemy import select

from .store import RegisterStore
from .tables.roster import RosterEntry


def roster(store: RegisterStore) -> list[dict[str, str | int]]:
    """Return who works where now, by post and officer."""
    wanted = select(RosterEntry).where(RosterEntry.until_s.is_(None)).order_by(RosterEntry.post, RosterEntry.officer)
    with store.database.reading() as session:
        return [{"officer": one.officer, "post": one.post, "since_s": one.since_s} for one in session.scalars(wanted)]


def set_roster(store: RegisterStore, post: str, officers: list[str], who: str) -> int:
    """Have exactly these officers work at a post from now on; return how many entries changed."""
    now_s, changed = store.now_s(), 0
    with store.database.writing() as session:
        wanted = select(RosterEntry).where(RosterEntry.post == post, RosterEntry.until_s.is_(None))
        present = {one.officer: one for one in session.scalars(wanted)}
        for officer, entry in present.items():
            if officer not in officers:
                entry.until_s = now_s
                changed += 1
        for officer in dict.fromkeys(officers):
            if officer not in present:
                session.add(RosterEntry(officer=officer, post=post, since_s=now_s))
                changed += 1
    store.audit.note(who, "roster", now_s, {"post": post, "officers": officers})
    return changed
