"""The roster as the register sends it: which officers work at which post."""

from typing import Any, NamedTuple

from .http import nonsense


class RosterEntry(NamedTuple):
    """One officer at one post, since a UTC second."""

    officer: str
    post: str
    since_s: int


def parse_roster(rows: Any) -> list[RosterEntry]:
    """Return the entries in decoded JSON; NonsenseError where it is none."""
    if not isinstance(rows, list):
        raise nonsense("its roster is no list")
    return [_entry(row) for row in rows]


def _entry(row: Any) -> RosterEntry:
    table: dict[str, Any] = row if isinstance(row, dict) else {}
    officer, post, since_s = table.get("officer"), table.get("post"), table.get("since_s")
    if not isinstance(officer, str) or not isinstance(post, str) or type(since_s) is not int:
        raise nonsense("its roster holds something else than officers and posts")
    return RosterEntry(officer, post, since_s)
