"""What firmware takes from a board's description: pins and sizes, as the module `description` of its drivers."""

import tomllib
from typing import Any

from viewmark import places
from viewmark.errors import HandheldError

_HEAD = '"""Pins and sizes: from hardware/boards/{0}.toml, by `viewmark firmware describe`. Do not edit."""\n'


def board_table(name: str) -> dict[str, Any]:
    """Return a board's description; HandheldError where there is none of that name."""
    folder = places.board("any").parent  # a name with a path in it would lead out of it
    known = {one.stem: one for one in folder.glob("*.toml")}
    if name not in known:
        raise HandheldError(f"There is no board {name!r}. Described in {folder}: {', '.join(sorted(known))}.")
    return tomllib.loads(known[name].read_text())


def description_module(name: str) -> str:
    """Return the source of the module `description` of a board's drivers."""
    table = board_table(name)
    lines = [_HEAD.format(name), f"BOARD = {_source(table['board']['name'])}"]
    lines += [
        f"{part.upper()}_PX = ({table[part]['width_px']}, {table[part]['height_px']})" for part in ("screen", "camera")
    ]
    lines.append(f"SECTOR_BYTES = {table['flash']['sector_bytes']}")
    for part, pins in table["pins"].items():
        lines += [f"{part}_{pin}".upper() + f" = {_source(number)}" for pin, number in pins.items()]
    return "\n".join(lines) + "\n"


def _source(value: object) -> str:
    if isinstance(value, list):
        return "(" + ", ".join(str(one) for one in value) + ")"
    return f'"{value}"' if isinstance(value, str) else str(value)
