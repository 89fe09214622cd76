"""What a folder of photos says of itself: `labels.json`, a list of `{file, text, maker?, listed?, verdict?}`."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.errors import DemoError
from viewmark_protocol.verdicts import VERDICTS

_SHOWN_CHARACTERS = 80


class Listed(NamedTuple):
    """One weapon to put on the list before the shift."""

    serial: str
    maker: str | None


class Label(NamedTuple):
    """One photo: the serial that it bears (None: none), its maker, what is expected, and what to put on the list."""

    file: Path
    text: str | None
    maker: str | None
    verdict: str | None
    listed: list[Listed]


def read_labels(folder: Path) -> list[Label]:
    """Return the labels of a folder's photos; DemoError when the file is missing or says something impossible."""
    path = folder / "labels.json"
    try:
        rows = json.loads(path.read_text())
    except FileNotFoundError:
        raise DemoError(f"{path} is missing. Write a list of {{file, text, maker?, listed?, verdict?}}.") from None
    except (OSError, ValueError, RecursionError) as error:
        raise DemoError(f"{path} cannot be read: {error}. Correct it.") from error
    if not isinstance(rows, list) or not rows:
        raise DemoError(f"{path} holds no list of photos. Write a list of {{file, text, maker?, listed?, verdict?}}.")
    return [_label(folder, row, place) for place, row in enumerate(rows)]


def _label(folder: Path, row: Any, place: int) -> Label:
    where = f"labels.json, entry {place + 1}"
    if not isinstance(row, dict) or not isinstance(row.get("file"), str):
        raise DemoError(f"{where}: it needs a `file`.")
    file = folder / row["file"]
    # Only the name of a file that lies there: labels must not reach out of their folder.
    if row["file"] not in {one.name for one in folder.iterdir() if one.is_file() and not one.is_symlink()}:
        raise DemoError(f"{where}: {row['file'][:_SHOWN_CHARACTERS]!r} is not in the folder.")
    for name in ("text", "maker", "verdict"):
        if not isinstance(row.get(name), str | None):
            raise DemoError(f"{where}: `{name}` must be text or null.")
    if row.get("verdict") not in (None, *VERDICTS):
        raise DemoError(f"{where}: `verdict` must be one of {', '.join(VERDICTS)}.")
    listed = _listed_as(row, where)
    if row.get("listed"):
        if not row.get("text") or "?" in row["text"]:
            raise DemoError(f"{where}: `listed` needs the whole serial in `text`.")
        listed.append(Listed(row["text"], row.get("maker")))
    return Label(file, row.get("text") or None, row.get("maker") or None, row.get("verdict"), listed)


def _listed_as(row: dict[str, Any], where: str) -> list[Listed]:
    entries = row.get("listed_as", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise DemoError(f"{where}: `listed_as` must be a list of {{serial, maker?}}.")
    for one in entries:
        if not isinstance(one.get("serial"), str) or not isinstance(one.get("maker"), str | None):
            raise DemoError(f"{where}: `listed_as` must be a list of {{serial, maker?}}.")
    return [Listed(one["serial"], one.get("maker")) for one in entries]
