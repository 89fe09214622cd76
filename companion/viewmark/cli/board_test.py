"""`viewmark board-test`: tests a connected board, or the simulated one, part by part."""

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from viewmark.cli.output import AsJson, err, print_json, print_table, visible
from viewmark.cli.places import PLACE

_LOOKS = {"passed": "green", "failed": "bold white on red", "not there": "dim", "asks a person": "bold yellow"}


def board_test(
    port: Annotated[str | None, typer.Option(help="A connected board's prompt; without it, the simulator.")] = None,
    pipe: Annotated[str | None, typer.Option(help="Its second serial port, where it is not found by itself.")] = None,
    board: Annotated[str, typer.Option(help="Its file in hardware/boards.")] = "esp32s3-reference",
    folder: Annotated[
        Path | None, typer.Option(help="A simulated handheld that is off; without it, a new one.", **PLACE)
    ] = None,
    part: Annotated[list[str] | None, typer.Option(help="Test this part only; may be given again.")] = None,
    without_person: Annotated[
        bool, typer.Option("--without-person", help="Leave out what somebody must press or see at a connected board.")
    ] = False,
    erase_scratch: Annotated[
        bool,
        typer.Option("--erase-scratch", help="Where no flash is unused, take the last sector of firmware_b."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Test every part of a board: what passed, what failed and what to do, what is not there, what asks a person.

    Nothing that is recorded changes. A connected board's firmware ends for it and starts again afterwards.

    Example: viewmark board-test --port /dev/ttyACM0
    """
    from viewmark.handheld.board_test.errors import BoardTestError
    from viewmark.handheld.board_test.lines import Begun, Question, Said

    if port is not None and folder is not None:
        raise typer.BadParameter("a connected board has no folder: give --port or --folder")
    wanted = {"erase_scratch": erase_scratch, "parts": part or None}

    with err.status("The board") as status:

        def say(said: Said) -> None:
            if isinstance(said, Begun):
                status.update(f"{visible(said.begins)} ...")
            elif isinstance(said, Question) and port is not None:
                err.print(Text(visible(said.question), style="bold"))

        if port is not None:
            from viewmark.handheld.board_test.connected import driven, run_connected

            tested = run_connected(port, driven(board), say, wanted | {"with_person": not without_person}, pipe)
        else:
            from viewmark.handheld.board_test.simulated import run_simulated  # it needs a POSIX system

            with _folder(folder) as simulated:
                tested = asyncio.run(run_simulated(simulated, say, wanted))
    if as_json:
        print_json(tested.as_json() | {"where": port or "simulator"})
    else:
        rows = [
            (
                *(one.part, one.name, Text(one.result, style=_LOOKS[one.result])),
                *(f"{one.detail}\n{one.advice}".strip(), one.limits),
            )
            for one in tested.checks
        ]
        title = f"{tested.device_id}, {tested.board}: " + ", ".join(f"{tested.count(one)} {one}" for one in _LOOKS)
        print_table(title, ("part", "check", "result", "found, and what to do", "limits"), rows)
    if tested.failed:
        names = ", ".join(f"{one.part} ({one.name})" for one in tested.failed)
        raise BoardTestError(f"{len(tested.failed)} checks failed: {names}. What to do is said beside each.")


@contextlib.contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="viewmark-board-") as made:
        yield Path(made)
