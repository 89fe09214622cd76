"""Tables of the document. CPython only."""

from .compat import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def table(head: "tuple[str, ...]", rows: "Any") -> str:
    lines = [head, ("---",) * len(head)] + list(rows)
    return "\n".join(["| " + " | ".join([str(cell).replace("|", "\\|") for cell in line]) + " |" for line in lines])


def constant(name: str, module: "Any") -> "Any":
    """Return a module's private constant, which the document tells."""
    return getattr(module, name)
