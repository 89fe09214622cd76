"""`viewmark demo`: one shift without a person."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from viewmark import places
from viewmark.cli.output import AsJson, err, print_json, print_table, verdict_text
from viewmark.demo import report
from viewmark.demo.shift import Shift
from viewmark.errors import DemoError


def demo(
    once: Annotated[bool, typer.Option("--once", help="Play one shift and end.")] = True,
    photos: Annotated[Path | None, typer.Option(help="A folder of pictures with a labels.json.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Keep register, handheld and laptop here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Play one shift: register, simulated handheld and laptop, over the sample photos or your own.

    Example: viewmark demo --once --json --photos my-pictures
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="viewmark-demo-") as temporary:
            played = _play(Path(temporary), photos or places.samples(), quiet=as_json)
    else:
        played = _play(folder, photos or places.samples(), quiet=as_json)
    if as_json:
        print_json(played)
    else:
        _print(played)
    lines = report.missing(played["photos"], played["counts"])
    if lines:
        raise DemoError("\n".join(lines))


def _play(folder: Path, photos: Path, quiet: bool) -> dict[str, Any]:
    bar = Progress(
        TextColumn("{task.description:<36}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=err,
        disable=quiet,
        transient=True,
    )
    with bar:
        task = bar.add_task("starting register and handheld", total=1)

        def say(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        return asyncio.run(Shift(folder, photos, say).play())


def _print(played: dict[str, Any]) -> None:
    columns = ("photo", "read", "expected", "verdict", "reason", "register", "on handheld")
    rows = [
        (
            one["photo"],
            one["read"],
            one["expected"],
            verdict_text(one["verdict"]),
            one["reason"],
            f"{one['register']['answer']}, {len(one['register']['candidates'])} candidates",
            one["answer_on_handheld"],
        )
        for one in played["photos"]
    ]
    print_table("One shift", columns, rows)
    counts = played["counts"]
    print(
        f"Checks on the handheld {counts['on_device']}, on the laptop {counts['on_laptop']}, "
        f"in the register {counts['in_register']}."
    )
