"""`viewmark checks` and `viewmark show`: what lies in the archive."""

import time
from typing import Annotated, Any

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck, summarised
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, utc, verdict_text
from viewmark.errors import ArchiveError
from viewmark_protocol.checks import serial_mark


def checks(
    folder: Folder = DEFAULT_FOLDER,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many, newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the checks on this laptop, newest first.

    Example: viewmark checks --limit 20
    """
    archive = Archive(folder)
    try:
        rows = [_row(archive, one) for one in archive.checks(limit)]
    finally:
        archive.close()
    if as_json:
        print_json(rows)
        return
    shown = [
        (_time(one["opened_s"]), verdict_text(one["verdict"]), one["serial"], one["maker"], one["register"], one["id"])
        for one in rows
    ]
    print_table("Checks", ("opened (UTC)", "verdict", "serial", "maker", "register", "id"), shown)


def show(
    check_id: Annotated[str, typer.Argument(help="The id, as `viewmark checks` prints it.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show one check: what was read, what was confirmed, and what the register said.

    Example: viewmark show 0123456789abcdef-12
    """
    archive = Archive(folder)
    try:
        filed = archive.find(check_id)
        if filed is None:
            raise ArchiveError(f"There is no check {check_id} here. `viewmark checks` lists them.")
        detail = _row(archive, filed) | _detail(archive, filed)
    finally:
        archive.close()
    if as_json:
        print_json(detail)
        return
    rows = [(_LABELS.get(name, name), _shown(name, detail[name])) for name in detail if name not in _TABLES]
    print_table(f"Check {check_id}", ("field", "value"), rows)
    if detail["history"]:
        rows = [(utc(one["at_s"]), one["who"], one["kind"], _said(one["content"])) for one in detail["history"]]
        print_table("History", ("when", "who", "what", "says"), rows)
    if detail["candidates"]:
        rows = [[_shown(name, value) for name, value in one.items()] for one in detail["candidates"]]
        print_table("The register's candidates", detail["candidates"][0].keys(), rows)


_TABLES = ("candidates", "history")
_LABELS = {"opened_s": "opened", "clock_behind_s": "clock behind by seconds"}


def _shown(name: str, value: Any) -> Any:
    """Return a value as people read it: a time as such, several in one line."""
    if name == "opened_s":
        return utc(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _said(content: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in content.items())


def _row(archive: Archive, filed: FiledCheck) -> dict[str, Any]:
    answer = archive.answer(*filed.key)
    return {
        "id": filed.id,
        "device_id": filed.device_id,
        **summarised(filed.check)._asdict(),
        "register": answer.word if answer else None,
        "in_register": filed.in_register,
        "seal": filed.seal,
    }


def _detail(archive: Archive, filed: FiledCheck) -> dict[str, Any]:
    answer = archive.answer(*filed.key)
    detail: dict[str, Any] = {"read": None, "photo": None, "warnings": [], "candidates": []}
    if filed.check is not None and filed.check.firearms:
        detail["clock_behind_s"] = filed.check.opened.behind_s
        firearm = filed.check.firearms[0]
        if (mark := serial_mark(firearm)) is not None:
            detail["read"] = mark.raw
            detail["alternatives"] = " ".join("/".join(one.character for one in position) for position in mark.lattice)
            detail["photo"] = mark.photo.hex() if mark.photo else None
        detail["warnings"] = firearm.warnings
    detail["history"] = [one._asdict() for one in archive.entries.of(filed.key)]
    if answer is not None:
        detail["candidates"] = answer.candidate_values()
    return detail


def _time(utc_s: int | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(utc_s)) if utc_s else ""
