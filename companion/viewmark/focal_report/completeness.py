"""How complete and comparable records are, post by post: of how many weapons something was recorded, and in a code.

A record is a weapon as it was recorded. `given` counts those that say something at all, `coded` those that say it so
that it means the same at every post. The marking method and the legal ground have no other codes than their words.
"""

from typing import NamedTuple

from viewmark.archive.checks import confirmed
from viewmark.focal_report.coding import Coding
from viewmark_protocol.checks import Check, Firearm, serial_mark

FIELDS = ("maker", "calibre", "country", "method", "legal ground")
CODED = ("maker", "calibre", "country")
MOST_POSTS = 500
MOST_POST_CHARACTERS = 80
NO_POST, FURTHER_POSTS = "(no post given)", "(further posts)"


class PostRow(NamedTuple):
    """A post's figures: checks, records, and by field how many records say something, and say it in a code."""

    post: str
    checks: int
    records: int
    given: dict[str, int]
    coded: dict[str, int]

    def share(self, count: int) -> float | None:
        """Return a count's share of the records, None where there are none."""
        return count / self.records if self.records else None


class Posts:
    """Counts check by check, in memory that grows with posts alone, and with at most 500 of them."""

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._posts: dict[str, PostRow] = {}

    def add(self, check: Check) -> None:
        """Count the records of a check."""
        post = check.post.strip()[:MOST_POST_CHARACTERS] or NO_POST
        if post not in self._posts and len(self._posts) >= MOST_POSTS:
            post = FURTHER_POSTS
        row = self._posts.get(post) or _nothing(post)
        for weapon in check.firearms:
            self._count(row, weapon, check.legal_ground)
        self._posts[post] = row._replace(checks=row.checks + 1, records=row.records + len(check.firearms))

    def rows(self) -> list[PostRow]:
        """Return each post's figures, by name."""
        return [self._posts[post] for post in sorted(self._posts)]

    def total(self) -> PostRow:
        """Return the figures of all posts together."""
        total = _nothing("all posts")
        for row in self._posts.values():
            for field in FIELDS:
                total.given[field] += row.given[field]
            for field in CODED:
                total.coded[field] += row.coded[field]
            total = total._replace(checks=total.checks + row.checks, records=total.records + row.records)
        return total

    def _count(self, row: PostRow, weapon: Firearm, legal_ground: str) -> None:
        for kind in CODED:
            text = confirmed(weapon.marks, kind)
            row.given[kind] += bool(text and text.strip())
            row.coded[kind] += self._coding.is_coded(kind, text)
        serial = serial_mark(weapon)
        row.given["method"] += serial is not None and serial.method != "unknown"
        row.given["legal ground"] += bool(legal_ground.strip())


def _nothing(post: str) -> PostRow:
    return PostRow(post, 0, 0, dict.fromkeys(FIELDS, 0), dict.fromkeys(CODED, 0))
