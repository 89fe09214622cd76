"""Tables of the document. CPython only."""

import struct

from .compat import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def table(head: "tuple[str, ...]", rows: "Any") -> str:
    lines = [head, ("---",) * len(head)] + list(rows)
    return "\n".join(["| " + " | ".join([str(cell).replace("|", "\\|") for cell in line]) + " |" for line in lines])


def constant(name: str, module: "Any") -> "Any":
    """Return a module's private constant, which the document tells."""
    return getattr(module, name)


def layout(fields: "tuple[tuple[str, str, str], ...]", whole_bytes: int) -> str:
    """Return the table of a structure's fields `(struct format, name, note)` with their offsets, big-endian."""
    rows: "list[tuple[str, str, str, str]]" = []
    at = 0
    for form, name, note in fields:
        size = struct.calcsize(">" + form)
        rows.append((str(at), str(size), name, note))
        at += size
    assert at == whole_bytes
    return table(("offset", "bytes", "field", "note"), rows)
