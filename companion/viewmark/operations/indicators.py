"""The indicators of an operation, computed from its checks and never typed in.

After what EMPACT and the EU action plan on firearms trafficking ask for each year; the wording of their annexes is not
public, so the definitions are these. Weapons stand as they do after every correction, verdicts as they were given.
"""

from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck, is_tampered
from viewmark.casework.casework import Casework
from viewmark.casework.trace_states import ESTABLISHED, PENDING, TRACED
from viewmark.exchange.sdg import is_uniquely_marked
from viewmark.operations.plan import Plan
from viewmark_protocol.checks import CATEGORY_WORDS, Check, Firearm
from viewmark_protocol.verdicts import HIT, NEAR, UNCHECKED

NOT_SAID = "category not said"


class Indicator(NamedTuple):
    """One indicator: name, what is counted, the value, and out of how many where it is a part; None is not known."""

    name: str
    unit: str
    value: float | None
    of: int | None = None


class Counts:
    """What was counted, nothing at first, and the indicators that it makes."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._hits: Counter[str] = Counter()
        self._states: Counter[str] = Counter()
        self._waits_s: list[int] = []

    def rows(self) -> Iterator[Indicator]:
        """Yield every indicator, zeros too, so that tables of several laptops can be added."""
        count = self._counts
        yield Indicator("checks", "checks", count["checks"])
        yield Indicator("checks outside of the plan's posts and days", "checks", count["outside"])
        yield Indicator("checks that can't be read here", "checks", count["unreadable"])
        yield Indicator("firearms", "firearms", count["firearms"])
        yield Indicator("hits", "firearms", sum(self._hits.values()), count["firearms"])
        for category in (*CATEGORY_WORDS.words, NOT_SAID):
            yield Indicator(f"hits: {category}", "firearms", self._hits[category])
        yield Indicator("near", "firearms", count[NEAR], count["firearms"])
        yield Indicator("unchecked", "firearms", count[UNCHECKED], count["firearms"])
        for state in ("converted", "privately-made", "printed"):
            yield Indicator(state.replace("-", " "), "checks", self._states[state], self._states.total())
        yield Indicator("unmarked", "firearms", count["unmarked"], count["firearms"])
        yield Indicator("altered", "firearms", count["altered"], count["firearms"])
        yield Indicator("seizures", "checks", count["seizures"])
        yield Indicator("seized", "firearms", count["seized"])
        yield Indicator("answered by the register", "checks", len(self._waits_s), count["checks"])
        yield Indicator("time to answer, median", "seconds", median(self._waits_s) if self._waits_s else None)
        yield Indicator("trace requests sent", "requests", count["requests"])
        yield Indicator("trace requests pending", "requests", count["pending"], count["requests"])
        yield Indicator("traced", "firearms", count["traced"], count["traceable"])
        yield Indicator("reading disagrees", "photos", count["disagreeing"], count["read"])


class Indicators(Counts):
    """Adds up checks, one by one."""

    def __init__(self, archive: Archive, casework: Casework, plan: Plan) -> None:
        super().__init__()
        self._archive = archive
        self._casework = casework
        self._plan = plan

    def add(self, filed: FiledCheck) -> None:
        """Count a check with what became of it."""
        count = self._counts
        count["checks"] += 1
        check = filed.check
        if check is None:
            count["unreadable"] += 1
            return
        firearms = self._casework.firearms(filed)
        count["outside"] += not self._plan.covers(check)
        count["firearms"] += len(firearms)
        if check.context == "seized":
            count["seizures"] += 1
            count["seized"] += len(firearms)
        for weapon in firearms:
            self._add_weapon(weapon)
        self._add_assessment(filed)
        self._add_answer(filed)
        self._add_traces(filed, check, firearms)
        for reading in self._archive.readings.of(filed.key):
            if reading.content.get("lines"):
                count["read"] += 1
                count["disagreeing"] += reading.disagrees is not None

    def _add_weapon(self, weapon: Firearm) -> None:
        verdict = weapon.verdict
        if verdict.word == HIT:
            self._hits[verdict.category or NOT_SAID] += 1
        else:
            self._counts[verdict.word] += 1
        serials: list[Any] = [one for one in weapon.marks if one.kind == "serial"]
        # Known to bear none: "unknown" is not "none".
        self._counts["unmarked"] += bool(serials) and all(one.state == "none" and not one.confirmed for one in serials)
        self._counts["altered"] += is_tampered(weapon)

    def _add_assessment(self, filed: FiledCheck) -> None:
        """Count what kind of weapon an operator said it is: the newest word, of the check as a whole."""
        said = [one.content for one in self._archive.entries.of(filed.key, "assessment")]
        if said and "technical_state" in said[-1]:
            self._states[str(said[-1]["technical_state"])] += 1

    def _add_answer(self, filed: FiledCheck) -> None:
        """Count the seconds from a check's arrival here to the register's first answer."""
        first_s = self._archive.answers.first_s(filed.key)
        if first_s is not None:
            self._waits_s.append(max(0, first_s - filed.received_s))

    def _add_traces(self, filed: FiledCheck, check: Check, firearms: list[Firearm]) -> None:
        """Count requests, and of the arms that SDG 16.4.2 counts those that can be told from every other.

        Traced is also what was established otherwise.
        """
        levels = [[one.level for one in states] for states in self._casework.trace_states(filed).values()]
        self._counts["requests"] += sum(PENDING in passed for passed in levels)
        self._counts["pending"] += sum(passed[-1] == PENDING for passed in levels)
        if check.context == "inspected":
            return
        self._counts["traceable"] += sum(map(is_uniquely_marked, firearms))
        reached = zip(firearms, self._casework.levels_reached(filed), strict=True)
        self._counts["traced"] += sum(
            level in (TRACED, ESTABLISHED) and is_uniquely_marked(weapon) for weapon, level in reached
        )
