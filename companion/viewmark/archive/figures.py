"""Counts of the archive's checks by day, post, verdict, maker and kind of threat, all made in the database."""

import sqlite3
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

_HERE = "length(record) > 0"
_CONTENT = "opened_text(device_id, log_id, sequence, content)"
NOT_KNOWN = "not known"
_DAY = f"coalesce(date(opened_s, 'unixepoch'), '{NOT_KNOWN}')"


class Rate(NamedTuple):
    """How many of how many."""

    part: int
    whole: int


class Figures:
    """The figures of an archive."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def by_day(self, days: int) -> list[tuple[str, str, int]]:
        """Return day (UTC), verdict and count of the newest days on which there was a check, oldest first."""
        rows = self._database.execute(
            f"SELECT {_DAY} AS day, coalesce(verdict, ?), count(*) FROM check_record WHERE {_HERE} AND day IN"
            f" (SELECT DISTINCT {_DAY} AS one FROM check_record WHERE {_HERE} ORDER BY one DESC LIMIT ?)"
            " GROUP BY 1, 2 ORDER BY 1",
            ("none", days),
        )
        return rows.fetchall()

    def by_post(self) -> list[tuple[str, int]]:
        """Return post and count, the most first."""
        return self._by("post")

    def by_maker(self, most: int) -> list[tuple[str, int]]:
        """Return maker and count of the makers that were met most often."""
        return self._by("maker", most)

    def by_threat(self) -> list[tuple[str, int]]:
        """Return kind of threat and count: by the serial alone, and by what operators said of the weapon."""
        rows = self._database.execute(
            f"SELECT threat, count(*) FROM check_record WHERE {_HERE} AND threat IS NOT NULL GROUP BY 1"
            f" UNION ALL SELECT json_extract({_CONTENT}, '$.technical_state') AS state, count(*) FROM entry"
            " WHERE number IN (SELECT max(number) FROM entry WHERE kind = 'assessment'"
            " GROUP BY device_id, log_id, sequence)"
            " AND state NOT IN ('normal', 'unknown') GROUP BY 1 ORDER BY 2 DESC"
        )
        return rows.fetchall()

    def disagreeing(self) -> Rate:
        """Return of how many photos the second reading said another serial, out of those that were read."""
        read = f"FROM second_reading WHERE json_array_length({_CONTENT}, '$.lines') > 0"
        whole = self._database.execute(f"SELECT count(*) {read}").fetchone()[0]
        return Rate(self._database.execute(f"SELECT count(*) {read} AND disagrees IS NOT NULL").fetchone()[0], whole)

    def answer_time_s(self) -> float | None:
        """Return the median seconds from a check's arrival here to the register's first answer; None without one."""
        rows = self._database.execute(
            "SELECT max(0, min(a.answered_s) - c.received_s) FROM answer a JOIN check_record c ON"
            " c.device_id = a.device_id AND c.log_id = a.log_id AND c.sequence = a.sequence"
            " WHERE a.word IN ('hit', 'near', 'none') AND length(a.text) = 0 GROUP BY c.number"
        ).fetchall()
        return median(row[0] for row in rows) if rows else None

    def rows(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield day, post, verdict, maker, threat and count of all checks, oldest day first."""
        yield from self._database.execute(
            f"SELECT {_DAY}, coalesce(post, '{NOT_KNOWN}'), coalesce(verdict, 'none'),"
            f" coalesce(maker, '{NOT_KNOWN}'), coalesce(threat, ''), count(*) FROM check_record WHERE {_HERE}"
            " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
        )

    def _by(self, column: str, most: int = 1000) -> list[tuple[str, int]]:
        rows = self._database.execute(
            f"SELECT coalesce({column}, '{NOT_KNOWN}'), count(*) FROM check_record WHERE {_HERE}"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
            (most,),
        )
        return rows.fetchall()
