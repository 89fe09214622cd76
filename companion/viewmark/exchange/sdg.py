"""The counts behind SDG indicator 16.4.2 and IAFQ tables 5.1 to 5.3: context by level of tracing by unique marking.

After the indicator's metadata (worldbank/sdg-metadata, 16-4-2): seized, found and surrendered arms count; those that
were only inspected stand beside them, since nobody traces what stays with its holder. A check knows no answer to a
trace request: `traced` is counted where the register says so, and is empty here.
"""

from collections import Counter
from collections.abc import Iterator

from viewmark_protocol.checks import CONTEXTS, Check, Firearm, serial_mark
from viewmark_protocol.serials import UNREAD

LEVELS = ("traced", "pending", "not-enough-information", "never-attempted")
COLUMNS = ("context", "level of tracing", "uniquely marked", "firearms")
_UNMARKED = ("none", "unknown", "obliterated")


class Counts:
    """Counts firearms, check by check, in memory that does not grow."""

    def __init__(self) -> None:
        self.checks = 0
        self._counts: Counter[tuple[str, str, bool]] = Counter()

    def add(self, check: Check, sent_traces: int) -> None:
        """Count the firearms of a check, of which so many trace requests were sent."""
        self.checks += 1
        for weapon in check.firearms:
            is_marked = is_uniquely_marked(weapon)
            level = "pending" if sent_traces else "never-attempted" if is_marked else "not-enough-information"
            self._counts[check.context, level, is_marked] += 1

    def rows(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield every combination with its count, zeros too, so that tables of several posts can be added."""
        for context in CONTEXTS.words:
            for level in LEVELS:
                for is_marked in (True, False):
                    yield context, level, "yes" if is_marked else "no", self._counts[context, level, is_marked]


def is_uniquely_marked(weapon: Firearm) -> bool:
    """Return whether a weapon can be told from every other: a serial that is there and wholly read, and its maker."""
    serial = serial_mark(weapon)
    if serial is None or serial.state in _UNMARKED or not serial.confirmed or UNREAD in serial.confirmed:
        return False
    return any(mark.kind == "maker" and mark.confirmed for mark in weapon.marks)
