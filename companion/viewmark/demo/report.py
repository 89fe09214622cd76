"""What a shift came to, photo by photo, as plain values for `--json`."""

from typing import Any

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.demo.labels import Label
from viewmark.demo.shift import Played
from viewmark_protocol.checks import gravest_verdict, serial_mark

History = dict[int, tuple[str, bool, str | None]]


def photo_report(
    label: Label, expected_verdict: str, played: Played, archive: Archive, log_id: bytes, history: History
) -> dict[str, Any]:
    """Return one photo's row. What is missing anywhere is null, false or `error`, never left out."""
    row: dict[str, Any] = {
        "photo": label.file.name,
        "read": None,
        "expected": label.text,
        "expected_verdict": expected_verdict,
        "verdict": None,
        "reason": played.trouble,
        "check_id": None,
        "on_device": False,
        "on_laptop": False,
        "register": {"answer": "error", "candidates": []},
        "answer_on_handheld": None,
    }
    if played.sequence is None:
        return row
    check_id = f"{log_id.hex()}-{played.sequence}"
    row["check_id"] = check_id
    if played.sequence in history:
        row["on_device"] = True
        row["answer_on_handheld"] = history[played.sequence][2]
    filed = archive.find(check_id)
    if filed is not None:
        row["on_laptop"] = True
        row |= _of_record(filed)
        row["register"] = _of_register(archive, filed)
    return row


def missing(rows: list[dict[str, Any]], counts: dict[str, int]) -> list[str]:
    """Return one line for everything that did not arrive where it should."""
    lines = []
    for row in rows:
        name = row["photo"]
        if row["check_id"] is None:
            lines.append(f"{name}: no check was recorded. {row['reason']}")
            continue
        if not row["on_device"]:
            lines.append(f"{name}: the check is not on the handheld.")
        if not row["on_laptop"]:
            lines.append(f"{name}: the check is not on the laptop.")
        if row["register"]["answer"] in ("error", "queued"):
            lines.append(f"{name}: the register has not answered.")
        elif row["answer_on_handheld"] != row["register"]["answer"]:
            lines.append(f"{name}: the register's answer is not on the handheld.")
    if len(set(counts.values())) != 1:
        lines.append(f"The counts differ: {counts}.")
    return lines


def _of_record(filed: FiledCheck) -> dict[str, Any]:
    if filed.check is None:
        return {"reason": "the record cannot be decoded"}
    verdict = gravest_verdict(filed.check)
    mark = serial_mark(filed.check.firearms[0])
    return {
        "read": mark.raw if mark else None,
        "verdict": verdict.word if verdict else None,
        "reason": verdict.reason if verdict else None,
    }


def _of_register(archive: Archive, filed: FiledCheck) -> dict[str, Any]:
    answer = archive.answer(*filed.key)
    if answer is None:
        return {"answer": "error", "candidates": []}
    return {"answer": answer.word, "candidates": answer.candidate_values()}
