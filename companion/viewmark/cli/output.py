"""Printing: JSON for programs, tables for people."""

import errno
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from viewmark.cli.places import PLACE

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Folder = Annotated[Path, typer.Option(help="Where the laptop keeps its data.", envvar="VIEWMARK_FOLDER", **PLACE)]

DEFAULT_FOLDER = Path.home() / ".viewmark"

_VERDICT_LOOKS = {
    "hit": ("bold white on red", "!!"),
    "near": ("bold yellow", "~"),
    "clear": ("green", "-"),
    "untraceable": ("magenta", "X"),
    "unchecked": ("dim", "?"),
}

_LEAST_COLUMN = 7  # characters a column, below which words are cut to pieces
_ANOTHER_PLACE = "Name another place."
_WHAT_TO_DO = {
    errno.ENOSPC: "Make room there, or name another place; then run the command again.",
    errno.EACCES: "Name a place in which you may write.",
    errno.EPERM: "Name a place in which you may write.",
    errno.EROFS: "Name a place in which you may write.",
}

out = Console()
err = Console(stderr=True)


def print_json(value: Any) -> None:
    """Print one JSON value."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    print(text.encode("utf-8", "replace").decode())  # half a character, from a broken register, must not end it


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Print a table, or a line for each value where the terminal is too narrow for one; values are never markup."""
    columns = list(columns)
    if out.width < _LEAST_COLUMN * len(columns):
        _print_lines(title, columns, rows)
        return
    table = Table(title=Text(visible(title)), title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")  # an id that is cut cannot be given to the next command
    for row in rows:
        table.add_row(*(_cell(one) for one in row))
    out.print(table)


def _cell(value: Any) -> Text:
    return value if isinstance(value, Text) else Text("" if value is None else visible(str(value)))


def _print_lines(title: str, columns: list[str], rows: Iterable[Iterable[Any]]) -> None:
    """Print each row as lines of column and value, without those that are empty."""
    out.print(Text(visible(title), style="italic"), overflow="fold")
    for row in rows:
        out.print()
        for column, value in zip(columns, row, strict=True):
            if cell := _cell(value):
                out.print(Text.assemble((f"{column}: ", "bold"), cell), overflow="fold")


def print_reasons(title: str, reasons: Iterable[str], rows: Iterable[tuple[int, str]]) -> None:
    """Print why rows of a file were not taken, a reason a line, where there are any; `rows` are lines and reasons."""
    lines: dict[str, list[str]] = {reason: [] for reason in reasons}
    for line, reason in rows:
        lines[reason].append(str(line))
    if lines:
        cells = [(reason, len(found), ", ".join(found)[:60]) for reason, found in lines.items()]
        print_table(title, ("reason", "rows", "lines of the file"), cells)


@contextmanager
def progress_bar(what: str, is_quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far something is while the context stands; it is told what is done, how much of it, out of how much."""
    with Progress(*Progress.get_default_columns(), console=err, transient=True, disable=is_quiet) as progress:
        task = progress.add_task(what, total=None)

        def say(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        yield say


def utc(seconds: int | None) -> str | None:
    """Return a UTC time as people write it; None for none."""
    return None if seconds is None else time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))


def visible(text: str) -> str:
    """Return a text without the characters by which it could steer the terminal; each is shown by its number."""
    return "".join(one if one.isprintable() or one == "\n" else f"\\u{ord(one):04x}" for one in text)


def failure_text(message: str) -> Text:
    """Return what went wrong, its words shown as they are."""
    return Text.assemble(("Not done:", "bold red"), " ", visible(message))


def system_failure(error: OSError) -> str:
    """Return what the system refused, and what to do: no room, no leave, or a file where a folder should be."""
    what = visible(os.fsdecode(error.filename)) if error.filename else "The output"
    return f"{what} cannot be used ({error.strerror or error}). {_WHAT_TO_DO.get(error.errno or 0, _ANOTHER_PLACE)}"


def unwritable_text(error: UnicodeEncodeError) -> str:
    """Return that a text holds bytes which are no UTF-8, and what to do."""
    return f"{visible(error.object[:60])} is no text in UTF-8. Write it in UTF-8; nothing was done with it."


def verdict_text(word: str | None) -> Text:
    """Return a verdict by colour, sign and word."""
    if word is None:
        return Text("not readable", style="red")
    style, sign = _VERDICT_LOOKS[word]
    return Text(f"{sign} {word}", style=style)
