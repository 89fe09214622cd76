"""Adds what is new to protocol/vectors: `python tests/protocol/add_vectors.py`. What is there is never changed."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "protocol" / "vectors"
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "protocol")]

from protocol_helpers.vectors import made, stored  # noqa: E402


def add() -> None:
    """Write each file with its old vectors first, as they were, and the new ones behind."""
    for name, vectors in made():
        old = stored(str(FOLDER), name) if (FOLDER / name).exists() else []
        new = vectors[len(old) :]
        lines = [json.dumps(vector, ensure_ascii=True) for vector in old + new]
        (FOLDER / name).write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    add()
