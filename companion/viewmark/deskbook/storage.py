"""TinyDB's storage on a file that is replaced whole: a killed process leaves the old content or the new one."""

import json
from pathlib import Path
from typing import Any

from tinydb import Storage

from viewmark.errors import ArchiveError
from viewmark.signing.files import replace_durably


class DurableJson(Storage):
    """One JSON file; ArchiveError where it is damaged. Written only under the file's lock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables by name, None where nothing was ever written."""
        try:
            tables = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            raise ArchiveError(f"The desk book {self._path} cannot be read ({error}).") from error
        if not isinstance(tables, dict) or any(not _is_table(one) for one in tables.values()):
            raise ArchiveError(f"The desk book {self._path} holds something else than tables.")
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file; SigningError where it cannot be written."""
        replace_durably(self._path, json.dumps(data, indent=1, ensure_ascii=False).encode())


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(row, dict) and number.isascii() and number.isdecimal() for number, row in value.items()
    )
