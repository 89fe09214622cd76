"""What the register answered to checks: the newest answer counts, and is brought down to the handheld."""

import json
import sqlite3
from typing import Any

from viewmark.archive.boxes import Boxes
from viewmark.archive.checks import CheckKey, RegisterAnswer
from viewmark.archive.schema import OF_CHECK

_COLUMNS = (
    "device_id, log_id, sequence, word, answered_s,"
    " coalesce(nullif(opened_text(device_id, log_id, sequence, candidates), ''), '[]'),"
    " coalesce(opened_text(device_id, log_id, sequence, text), ''), max(number)"
)


class Answers:
    """The answers to the archive's checks."""

    def __init__(self, database: sqlite3.Connection, boxes: Boxes) -> None:
        self._database = database
        self._boxes = boxes

    def file(self, answer: RegisterAnswer) -> None:
        """File an answer. Of one to a check that was erased meanwhile the word alone is kept."""
        check = (answer.device_id, answer.log_id, answer.sequence)
        candidates = json.dumps([one.pack() for one in answer.candidates]) if answer.candidates else ""
        said = ["", ""] if self._boxes.is_erased(check) else [candidates, answer.text]
        self._database.execute(
            "INSERT INTO answer (device_id, log_id, sequence, word, answered_s, candidates, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*check, answer.word, answer.answered_s, *(self._boxes.close(check, one) for one in said)),
        )

    def newest(self, check: CheckKey) -> RegisterAnswer | None:
        """Return the newest answer to a check."""
        return next(iter(self._found(OF_CHECK, check)), None)

    def first_s(self, check: CheckKey) -> int | None:
        """Return at which UTC second the register first answered a check with hit, near or none; None where it has not.

        What this laptop files in the register's place has a text that says why, and is no answer of it.
        """
        row = self._database.execute(
            f"SELECT min(answered_s) FROM answer WHERE {OF_CHECK} AND word IN ('hit', 'near', 'none')"
            " AND length(text) = 0",
            check,
        ).fetchone()
        return row[0]

    def undelivered(self, device_id: str, log_id: bytes) -> list[RegisterAnswer]:
        """Return the newest answers of one log that the handheld does not have yet."""
        return self._found("device_id = ? AND log_id = ? AND delivered = 0", (device_id, log_id))

    def delivered(self, answer: RegisterAnswer) -> None:
        """Note that the handheld has stored this answer (and so every older one to the same check)."""
        self._database.execute(
            f"UPDATE answer SET delivered = 1 WHERE {OF_CHECK} AND number <= ?",
            (answer.device_id, answer.log_id, answer.sequence, answer.number),
        )

    def _found(self, condition: str, values: tuple[Any, ...]) -> list[RegisterAnswer]:
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM answer WHERE {condition} GROUP BY device_id, log_id, sequence ORDER BY sequence",
            values,
        )
        return [RegisterAnswer.of_row(row) for row in rows]
