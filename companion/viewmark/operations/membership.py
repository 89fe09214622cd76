"""Which checks are part of an operation: those that somebody joined to it, by an entry that says who and when.

Post and day of the plan alone make no check a part: a weapon met at the post by chance would count. They propose, and
joining is an entry; so is leaving. The newest entry about an operation counts, and a check may be part of several.
"""

from collections.abc import Iterator

from viewmark.archive.archive import Archive
from viewmark.archive.checks import CheckKey, FiledCheck
from viewmark.errors import CaseworkError
from viewmark.operations.plan import MOST_CHARACTERS, Plan

KIND = "operation"
_PAGE = 500


class Membership:
    """The operations of an archive's checks."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def join(self, operation: str, filed: FiledCheck, who: str, now_s: int) -> bool:
        """Make a check part of an operation; return whether it was not. CaseworkError where nobody is signed in."""
        if self._states(filed.key).get(operation):
            return False
        self._add(filed, {"operation": operation}, who, now_s)
        return True

    def leave(self, operation: str, filed: FiledCheck, who: str, now_s: int, reason: str) -> None:
        """Take a check out of an operation; CaseworkError where it is not part of it, or a reason lacks."""
        reason = reason.strip()
        if not 0 < len(reason) <= MOST_CHARACTERS:
            raise CaseworkError(f"Write why it is no part of the operation, in 1 to {MOST_CHARACTERS} characters.")
        if not self._states(filed.key).get(operation):
            raise CaseworkError(f"Check {filed.id} is not part of {operation}. `viewmark operation list` counts them.")
        self._add(filed, {"operation": operation, "left": True, "reason": reason}, who, now_s)

    def standing(self, plan: Plan) -> Iterator[tuple[FiledCheck, bool]]:
        """Yield the checks that are part of a plan's operation (True), and those that it proposes (False).

        It proposes checks at its posts on its days that nobody joined to it, nor took out. The newest come first.
        """
        for filed in self._filed():
            states = self._states(filed.key)
            if states.get(plan.operation):
                yield filed, True
            elif filed.check and plan.covers(filed.check) and plan.operation not in states:
                yield filed, False

    def proposed(self, plan: Plan) -> list[FiledCheck]:
        """Return the checks that a plan proposes."""
        return [filed for filed, is_part in self.standing(plan) if not is_part]

    def counts(self) -> dict[str, int]:
        """Return how many checks are part of each operation."""
        states: dict[tuple[CheckKey, str], bool] = {}
        for check, entry in self._archive.entries.of_kind(KIND):
            if "operation" in entry.content:  # else erased after its time
                states[check, str(entry.content["operation"])] = "left" not in entry.content
        counts: dict[str, int] = {}
        for (_, operation), is_part in states.items():
            counts[operation] = counts.get(operation, 0) + is_part
        return counts

    def _filed(self) -> Iterator[FiledCheck]:
        before: int | None = None
        while page := self._archive.checks(_PAGE, before):
            yield from page
            before = page[-1].number

    def _states(self, key: CheckKey) -> dict[str, bool]:
        """Return by operation whether a check is part of it; of an erased entry nothing is known."""
        said = [one.content for one in self._archive.entries.of(key, KIND)]
        return {str(one["operation"]): "left" not in one for one in said if "operation" in one}

    def _add(self, filed: FiledCheck, content: dict[str, str | bool], who: str, now_s: int) -> None:
        if not who:
            raise CaseworkError("Sign in first: every entry has its author.")
        self._archive.entries.add(filed.key, KIND, now_s, who, content)
