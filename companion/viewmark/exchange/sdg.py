"""The counts behind SDG indicator 16.4.2 and IAFQ tables 5.1 to 5.3: context by level of tracing by unique marking.

After the indicator's metadata (worldbank/sdg-metadata, 16-4-2): seized, found and surrendered arms count; those that
were only inspected stand beside them, since nobody traces what stays with its holder. A trace request is for one
firearm, and its states say how far tracing came; a check by itself does not.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from viewmark.casework.trace_states import ESTABLISHED, LEVELS, NEVER, NOT_ENOUGH, TRACED
from viewmark_protocol.checks import CONTEXTS, Check, Firearm, serial_mark
from viewmark_protocol.serials import UNREAD

COLUMNS = ("context", "level of tracing", "uniquely marked", "firearms")
_INSPECTED = "inspected"
_UNMARKED = ("none", "unknown", "obliterated")


class Counts:
    """Counts firearms, check by check, in memory that does not grow."""

    def __init__(self) -> None:
        self.checks = 0
        self._counts: Counter[tuple[str, str, bool]] = Counter()

    def add(self, check: Check, levels: Sequence[str | None]) -> None:
        """Count the firearms of a check, each at the level of tracing that its requests reached, in their order.

        None, or no level, where no request was sent: then it depends on whether the firearm is uniquely marked.
        """
        self.checks += 1
        for place, weapon in enumerate(check.firearms):
            is_marked = is_uniquely_marked(weapon)
            reached = levels[place] if place < len(levels) else None
            self._counts[check.context, reached or (NEVER if is_marked else NOT_ENOUGH), is_marked] += 1

    def indicator(self, is_marked_only: bool = False) -> tuple[int, int]:
        """Return SDG 16.4.2 as a part and its whole: arms traced or established otherwise, of those that count for it.

        Of seized, found and surrendered arms, or of the uniquely marked ones among them.
        """
        counted = [
            (level, count)
            for (context, level, is_marked), count in self._counts.items()
            if context != _INSPECTED and (is_marked or not is_marked_only)
        ]
        part = sum(count for level, count in counted if level in (TRACED, ESTABLISHED))
        return part, sum(count for _, count in counted)

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
