"""One pass over the checks: every figure of the report, in memory that does not grow with them."""

import sqlite3
from collections.abc import Callable, Iterator

from viewmark.exchange.sdg import Counts
from viewmark.focal_report.coding import Coding
from viewmark.focal_report.completeness import Posts
from viewmark.focal_report.sources import Items, LeftOut


class Report:
    """What the checks of a source come to. `left_out_count` tells how many were not counted, `left_out` which."""

    def __init__(self, coding: Coding) -> None:
        self.counts = Counts()
        self.posts = Posts(coding)
        self.left_out_count = 0
        self._left_out = sqlite3.connect("", isolation_level=None)  # on disk: it may be as many as there are files
        self._left_out.execute("CREATE TABLE left_out (what TEXT, why TEXT)")
        self._left_out.execute("BEGIN")

    def close(self) -> None:
        """Give the temporary file back."""
        self._left_out.close()

    def add(self, items: Items, say: Callable[[int], None]) -> None:
        """Count the checks of a source; `say` hears how many there were."""
        for number, item in enumerate(items, 1):
            if isinstance(item, LeftOut):
                self.left_out_count += 1
                told = [one.encode("utf-8", "replace").decode() for one in item]
                self._left_out.execute("INSERT INTO left_out VALUES (?, ?)", told)
            else:
                self.counts.add(item.check, item.levels)
                self.posts.add(item.check)
            say(number)

    def left_out(self, most: int = -1) -> Iterator[LeftOut]:
        """Yield what was not counted, as it came; at most so many, all where nothing is said."""
        for row in self._left_out.execute("SELECT what, why FROM left_out ORDER BY rowid LIMIT ?", (most,)):
            yield LeftOut(*row)
