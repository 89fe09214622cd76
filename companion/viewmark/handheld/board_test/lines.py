"""What a board says while it is tested: one JSON line for each check. Sans-IO: bytes in, checks and questions out."""

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from viewmark.handheld.board_test.errors import BoardTestError

PASSED, FAILED, ABSENT, ASKS = "passed", "failed", "not there", "asks a person"
_LINE_BYTES = 4096
_WORDS = 400
_MOST_CHECKS = 1000

_Text = Annotated[str, StringConstraints(max_length=1000)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Check(_Line):
    """One check: what was found, within which limits it had to be, and what to do where it failed."""

    part: _Text
    name: _Text
    result: Literal["passed", "failed", "not there", "asks a person"]
    detail: _Text
    limits: _Text
    advice: _Text


class Question(_Line):
    """What the board asks whoever sees it; `wanted` is for who sees a simulated one: a `key`, `light`, or picture."""

    asks: _Text
    part: _Text
    question: _Text
    wanted: dict[str, Any]


class Begun(_Line):
    """A part is tested from now on."""

    begins: _Text


class _Board(_Line):
    board: _Text
    device_id: _Text
    parts: list[_Text]
    all_parts: list[_Text]


class _End(_Line):
    ends: int


Said = Check | Question | Begun
_ANY: TypeAdapter[Said | _Board | _End] = TypeAdapter(Check | Question | Begun | _Board | _End)


class Outcome(NamedTuple):
    """What became of a board that was tested to the end."""

    board: str
    device_id: str
    checks: list[Check]

    def count(self, result: str) -> int:
        """Return how many checks had a result."""
        return sum(one.result == result for one in self.checks)

    @property
    def failed(self) -> list[Check]:
        """The checks that failed."""
        return [one for one in self.checks if one.result == FAILED]

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON can hold it."""
        counts = {result: self.count(result) for result in (PASSED, FAILED, ABSENT, ASKS)}
        told = {"board": self.board, "device_id": self.device_id, "counts": counts}
        return told | {"checks": [one.model_dump() for one in self.checks]}


class BoardLines:
    """The lines of one test. What is no line of it, as a traceback, is kept as the board's last words."""

    def __init__(self) -> None:
        self._board: _Board | None = None
        self._checks: list[Check] = []
        self._part = ""
        self._held = b""
        self._words = ""
        self._end: int | None = None

    @property
    def part(self) -> str:
        """The part that is tested now, empty before the first."""
        return self._part

    @property
    def is_over(self) -> bool:
        """Whether the board has said that nothing more comes."""
        return self._end is not None

    def feed(self, data: bytes) -> list[Said]:
        """Take bytes and return what they say, in order."""
        *lines, self._held = (self._held + data).split(b"\n")
        if len(self._held) > _LINE_BYTES:
            self._keep(self._held)
            self._held = b""
        said: list[Said] = []
        for line in lines:
            if not line.strip() or self.is_over:
                continue
            try:
                one = _ANY.validate_json(line[: _LINE_BYTES + 1])
            except ValidationError:
                self._keep(line)
                continue
            if (taken := self._take(one)) is not None:
                said.append(taken)
        return said

    def finish(self) -> Outcome:
        """Return the whole test; BoardTestError where the board ended, or fell silent, before its end."""
        self._keep(self._held)
        if self._board is None:
            raise BoardTestError(f"The test did not begin. {self._last_words()}Start the board anew and run it again.")
        if self._end is None:
            raise BoardTestError(
                f"The test ended in the part {self._part or 'before the first'}. {self._last_words()}"
                "Have that part looked at, start the board anew, and run it again."
            )
        if not self._board.parts:
            raise BoardTestError(f"The test has no such part. Name one of: {', '.join(self._board.all_parts)}.")
        silent = [part for part in self._board.parts if part not in {one.part for one in self._checks}]
        if self._end != len(self._checks) or silent:
            raise BoardTestError(
                f"Of {self._end} checks {len(self._checks)} came whole. Use another cable or port, and run it again."
            )
        return Outcome(self._board.board, self._board.device_id, self._checks)

    def _take(self, one: "Said | _Board | _End") -> Said | None:
        if isinstance(one, _Board):
            self._board = one
            return None
        if isinstance(one, _End):
            self._end = one.ends
            return None
        if isinstance(one, Begun):
            self._part = one.begins
        if isinstance(one, Check):
            if len(self._checks) == _MOST_CHECKS:
                raise BoardTestError("The board says more checks than there are. Write its firmware anew.")
            self._checks.append(one)
        return one

    def _keep(self, words: bytes) -> None:
        self._words = (self._words + words.decode(errors="replace").strip() + "\n")[-_WORDS:]

    def _last_words(self) -> str:
        words = " ".join(self._words.split())
        return f"Its last words: {words} " if words else ""
