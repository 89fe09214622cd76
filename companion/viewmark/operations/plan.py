"""The plan of an operation: where, when, and which actions. It proposes checks; joining one is somebody's act."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from viewmark.errors import CaseworkError
from viewmark_protocol.checks import Check

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_DAYS, MOST_TEXTS, MOST_CHARACTERS = 366, 200, 200


class Plan(NamedTuple):
    """An operation: its id, name, posts, first and last day (UTC, both part of it), and actions in words."""

    operation: str
    name: str
    posts: tuple[str, ...]
    first_day: date
    last_day: date
    actions: tuple[str, ...]

    def covers(self, check: Check) -> bool:
        """Return whether a check was opened at a post and on a day of the plan, by a clock that had been set."""
        if check.post not in self.posts or check.opened.trust == "unset":
            return False
        try:
            day = datetime.fromtimestamp(check.opened.utc_s, UTC).date()
        except (OverflowError, ValueError, OSError):  # a handheld may say any second
            return False
        return self.first_day <= day <= self.last_day


def planned(
    operation: str, name: str, posts: Sequence[str], first_day: str, last_day: str, actions: Sequence[str]
) -> Plan:
    """Return a plan of what a person wrote, days as YYYY-MM-DD; CaseworkError that says what is wrong."""
    if not _ID.fullmatch(operation):
        raise CaseworkError(
            f"{operation[:60]!r} is no id of an operation. Use up to 40 small letters, digits and hyphens, as in"
            " action-day-2026."
        )
    first, last = _day(first_day), _day(last_day)
    if not first <= last or (last - first).days >= MOST_DAYS:
        raise CaseworkError(f"An operation lasts from 1 to {MOST_DAYS} days. Put its first day first.")
    texts = {"post": _texts(posts, "post"), "action": _texts(actions, "action")}
    if not texts["post"]:
        raise CaseworkError("Name at least one post of the operation, as its checks name it.")
    (shown,) = _texts([name], "name") or (operation,)
    return Plan(operation, shown, texts["post"], first, last, texts["action"])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CaseworkError(f"{text[:40]!r} is no day. Write it as 2026-05-31.") from error


def _texts(given: Sequence[str], what: str) -> tuple[str, ...]:
    """Return the texts without doubles and blanks."""
    texts = tuple(dict.fromkeys(one.strip() for one in given if one.strip()))
    if len(texts) > MOST_TEXTS:
        raise CaseworkError(f"An operation has at most {MOST_TEXTS} {what}s, not {len(texts)}. Split it.")
    for one in texts:
        if len(one) > MOST_CHARACTERS or not one.isprintable():
            raise CaseworkError(
                f"A {what} has 1 to {MOST_CHARACTERS} printable characters: {one[:60]!r} does not. Write it anew."
            )
    return texts
