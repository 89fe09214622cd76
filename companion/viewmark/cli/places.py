"""Paths as they are typed: an empty one is no path, though it would mean the folder in which one stands."""

from pathlib import Path
from typing import Any

import typer


def _named(typed: str | Path) -> Path:
    if typed == "":
        raise typer.BadParameter("The path is empty. Name a file or a folder; `.` is the one in which you are.")
    return Path(typed)


PLACE: dict[str, Any] = {"parser": _named, "metavar": "<path>"}  # what an option takes whose path is written to
