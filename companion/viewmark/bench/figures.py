"""A figure with its bar, and a whole bench as one object."""

import platform
from typing import Any, NamedTuple

from viewmark import __version__


class Figure(NamedTuple):
    """One measured value. `sense` is `<=` or `>=` where there is a `bar`, empty where the value is only told."""

    name: str
    value: float
    unit: str
    sense: str = ""
    bar: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the bar is reached; true where there is none."""
        if self.bar is None:
            return True
        return self.value <= self.bar if self.sense == "<=" else self.value >= self.bar


class Bench(NamedTuple):
    """Everything that one run measured."""

    name: str
    figures: list[Figure]
    settings: dict[str, Any]
    lines: list[dict[str, Any]] | None = None

    @property
    def ok(self) -> bool:
        """Whether every bar is reached."""
        return all(figure.ok for figure in self.figures)

    def as_json(self) -> dict[str, Any]:
        """Return the object that `viewmark bench NAME --json` prints."""
        told: dict[str, Any] = {
            "bench": self.name,
            "figures": [figure._asdict() | {"ok": figure.ok} for figure in self.figures],
            "settings": self.settings,
            "versions": {"viewmark": __version__, "python": platform.python_version(), "system": platform.system()},
        }
        if self.lines is not None:
            told["lines"] = self.lines
        return told
