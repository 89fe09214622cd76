"""Taking public files into the reference tables: the good rows go in, every other one is told with its line and why."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.reference.errors import TableError
from viewmark.reference.names import names_of
from viewmark.reference.replacing import replaced
from viewmark.reference.rows import Refused, Rows, read_rows
from viewmark.reference.schema import CODES, MODELS
from viewmark_protocol.serials import exact

# The code lists of NIEM's NCIC namespace, by what they are called here.
LISTS = {"MAK": "make", "CAL": "calibre", "GTYP": "type", "GTYP2": "action", "GTYP3": "type-and-action"}
_KNOWN = ", ".join(f"{code} ({name})" for code, name in LISTS.items())
_TYPE = re.compile(r"([A-Z0-9]+?)(?:Code)?(?:SimpleType|Type)?")
_CODE = re.compile(r"[A-Z0-9]{1,5}")
_EACH = 256
_NEEDED = {CODES: {"type", "code", "definition"}, MODELS: {"make", "model"}}

Say = Callable[[int], None]


class Imported(NamedTuple):
    """What became of a file: which table it is (codes or models), rows taken, rows before, and the refused ones."""

    table: str
    taken: int
    before: int
    refused: list[Refused]


def import_file(folder: Path, file: Path, now_s: int, say: Say) -> Imported:
    """Put a file in place of the table of its kind in a laptop's folder; the other table stays as it is.

    TableError where it is neither kind or no row of it is good; then nothing is changed. `say` hears of rows read.
    """
    columns, rows = read_rows(file)
    table = next((one for one, needed in _NEEDED.items() if needed <= set(columns)), None)
    if table is None:
        raise TableError(
            f"{file.name} is no reference table. Its first line must name the columns type, code, definition (codes)"
            " or make, model (models)."
        )
    with replaced(folder) as database:
        before = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        database.execute(f"DELETE FROM {table}")
        refused: list[Refused] = []
        taken = sum(_taken(database, table, _told(rows, say), refused))
        if not taken:
            first = f" Line {refused[0].line} {refused[0].why}." if refused else ""
            raise TableError(f"{file.name} holds no row that can be taken.{first} What was here before stays.")
        database.execute("DELETE FROM refused WHERE of = ?", (table,))
        database.executemany("INSERT INTO refused VALUES (?, ?, ?)", [(table, *one) for one in refused])
        source = (table, file.name, taken, len(refused), now_s)
        database.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)", source)
    return Imported(table, taken, before, refused)


def _told(rows: Rows, say: Say) -> Rows:
    for number, row in enumerate(rows, 1):
        if number % _EACH == 0:
            say(number)
        yield row


def _taken(database: sqlite3.Connection, table: str, rows: Rows, refused: list[Refused]) -> Iterator[bool]:
    """Fill a table; yield whether each row was taken, and gather those that were not."""
    read = _code if table == CODES else _model
    for row in rows:
        found = row if isinstance(row, Refused) else read(*row)
        if isinstance(found, Refused) or (found := _added(database, table, found)):
            refused.append(found)
            yield False
        else:
            yield True


def _code(line: int, row: dict[str, str]) -> tuple[Any, ...] | Refused:
    kind = _TYPE.fullmatch(row["type"])
    name = LISTS.get(kind[1]) if kind else None
    if name is None:
        return Refused(line, f"is of the unknown type {row['type'][:40]!r}: known are {_KNOWN}")
    code, definition = row["code"].upper(), row["definition"]
    if not _CODE.fullmatch(code):
        return Refused(line, f"has {code[:40]!r} for a code, which is one to five letters and digits")
    if not definition:
        return Refused(line, f"says nothing of what {code} means")
    if name != "make":
        return name, code, definition, None, "", "", line
    names = names_of(definition)
    return name, code, definition, names.role, "|".join(names.keys), "|".join(names.near), line


def _model(line: int, row: dict[str, str]) -> tuple[Any, ...] | Refused:
    make, model = row["make"], row["model"]
    if not exact(make) or not exact(model):
        return Refused(line, "lacks a make or a model")
    return make, model, exact(model), line


def _added(database: sqlite3.Connection, table: str, row: tuple[Any, ...]) -> Refused | None:
    """Add a row; return why not, where the same stands there already."""
    held = ", ".join("?" * len(row))
    try:
        database.execute(f"INSERT INTO {table} VALUES ({held})", row)
    except sqlite3.IntegrityError:
        key = ("list", "code") if table == CODES else ("make", "model")
        found = database.execute(f"SELECT line FROM {table} WHERE {key[0]} = ? AND {key[1]} = ?", row[:2]).fetchone()
        return Refused(row[-1], f"stands on line {found[0]} already: {row[0]} {row[1]}"[:200])
    return None
