"""Checks as lines of a long list: a page of them at a time, filtered and counted in the database."""

import sqlite3
from typing import Any, NamedTuple

from viewmark.archive.checks import LaneRow

_OF = "c.device_id, c.log_id, c.sequence"
_SERIAL = f"opened_text({_OF}, c.serial)"
_LANE = (
    f"SELECT c.number, c.device_id, c.log_id, c.sequence, c.verdict, c.reason, {_SERIAL}, c.maker, c.opened_s,"
    f" c.in_register, a.word, coalesce(json_array_length(nullif(opened_text({_OF}, a.candidates), '')), 0),"
    " coalesce(a.delivered, 0),"
    " (SELECT r.disagrees FROM second_reading r WHERE r.device_id = c.device_id AND r.log_id = c.log_id"
    " AND r.sequence = c.sequence AND r.disagrees IS NOT NULL LIMIT 1),"
    f" (SELECT json_extract(opened_text({_OF}, e.content), '$.now') FROM entry e WHERE e.device_id = c.device_id"
    " AND e.log_id = c.log_id AND e.sequence = c.sequence AND e.kind = 'correction'"
    f" AND json_extract(opened_text({_OF}, e.content), '$.kind') = 'serial' ORDER BY e.number DESC LIMIT 1)"
    " FROM check_record c LEFT JOIN answer a"
    " ON a.number = (SELECT max(number) FROM answer n WHERE n.device_id = c.device_id AND n.log_id = c.log_id"
    " AND n.sequence = c.sequence)"
)


class LaneFilter(NamedTuple):
    """Which lines are wanted: a verdict (empty for those without one), a handheld, a part of serial or maker."""

    verdict: str | None = None
    device_id: str | None = None
    text: str | None = None

    @property
    def condition(self) -> tuple[str, list[Any]]:
        """The SQL of it, and its values."""
        parts: list[str] = []
        values: list[Any] = []
        if self.verdict is not None:
            parts.append("c.verdict IS ?")
            values.append(self.verdict or None)
        if self.device_id:
            parts.append("c.device_id = ?")
            values.append(self.device_id)
        if self.text:
            parts.append(f"(instr(upper({_SERIAL}), ?) OR instr(upper(c.maker), ?))")
            values += [self.text.upper()] * 2
        return "".join(f" AND {one}" for one in parts), values


class Lane:
    """The lines of the archive's checks, numbered as they came."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def page(
        self, limit: int, before: int | None = None, after: int | None = None, wanted: LaneFilter | None = None
    ) -> list[LaneRow]:
        """Return checks as lines, newest first: those before a number, or the ones next after it."""
        condition, order = ("c.number > ?", "ASC") if after is not None else ("c.number < ?", "DESC")
        bound = after if after is not None else before if before is not None else 1 << 62
        more, values = (wanted or LaneFilter()).condition
        rows = self._database.execute(
            f"{_LANE} WHERE {condition}{more} ORDER BY c.number {order} LIMIT ?", (bound, *values, limit)
        )
        lines = [LaneRow(*row) for row in rows]
        return lines if after is None else lines[::-1]

    def verdicts_after(self, number: int) -> tuple[int, dict[str | None, int]]:
        """Return the newest check's number, and how many checks after `number` there are of every verdict."""
        rows = self._database.execute(
            "SELECT verdict, count(*), max(number) FROM check_record WHERE number > ? AND length(record) > 0"
            " GROUP BY verdict",
            (number,),
        ).fetchall()
        return max([number] + [row[2] for row in rows]), {row[0]: row[1] for row in rows}
