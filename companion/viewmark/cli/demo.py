"""`viewmark demo`: one shift without a person, or everything standing for a person to try."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from viewmark import places
from viewmark.cli.output import AsJson, err, out, print_json, print_table, verdict_text
from viewmark.cli.places import PLACE
from viewmark.errors import DemoError


def demo(
    once: Annotated[bool, typer.Option("--once", help="Play one shift without a person, and end.")] = False,
    photos: Annotated[Path | None, typer.Option(help="A folder of pictures with a labels.json.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Keep register, handheld and laptop here.", **PLACE)] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the page; 0 takes a free one.")] = 8480,
    as_json: AsJson = False,
) -> None:
    """Run register, simulated handheld and laptop: a page to try them on, or with --once one shift and its report.

    Example: viewmark demo --once --json --photos my-pictures
    """
    with tempfile.TemporaryDirectory(prefix="viewmark-demo-") as temporary:
        where, pictures = folder or Path(temporary), photos or places.samples()
        if once:
            _play_once(where, pictures, as_json)
        else:
            asyncio.run(_stand(where, pictures, port, as_json))


def _play_once(folder: Path, photos: Path, as_json: bool) -> None:
    # The simulator needs a POSIX system; the rest of the command line does not.
    from viewmark.demo.report import missing
    from viewmark.demo.shift import Shift

    with _bar(quiet=as_json) as bar:
        task = bar.add_task("starting register and handheld", total=1)

        def say(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        played = asyncio.run(Shift(folder, photos, say).play())
    if as_json:
        print_json(played)
    else:
        _print(played)
    lines = missing(played["photos"], played["counts"])
    if lines:
        raise DemoError("\n".join(lines))


async def _stand(folder: Path, photos: Path, port: int, as_json: bool) -> None:
    from viewmark.demo.standing import StandingDemo

    standing = StandingDemo(folder, photos)
    err.print("Starting the register, the handheld and the laptop app ...")
    async with standing.running(port) as url:
        if as_json:
            print(json.dumps({"url": f"{url}/demo"}), flush=True)
        else:
            out.print(f"\nOpen [bold]{url}/demo[/] in a browser. Ctrl-C ends everything.\n")
        with _bar(quiet=as_json) as bar:
            task = bar.add_task("waiting for the first sync", total=len(standing.labels))
            troubles = await standing.play(
                lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
            )
        for trouble in troubles:
            err.print(trouble, style="yellow", markup=False)
        err.print("The shift is over. Drop your own photo on the handheld and press OK.")
        await asyncio.Event().wait()


def _bar(quiet: bool) -> Progress:
    columns = (TextColumn("{task.description:<40}", markup=False), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=err, disable=quiet, transient=True)


def _print(played: dict[str, Any]) -> None:
    columns = ("photo", "read", "expected", "verdict", "reason", "register", "on handheld")
    rows = [
        (
            one["photo"],
            one["read"],
            one["expected"],
            verdict_text(one["verdict"]),
            one["reason"],
            f"{one['register']['answer']} ({len(one['register']['candidates'])})",
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
