"""`viewmark pair` and `viewmark unpair`: which handhelds this laptop trusts, and which of them trust it."""

import asyncio
import contextlib
import json
import os
import sys
import threading
from typing import Annotated

import typer
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, out, visible
from viewmark.devices.opening import RADIO, open_pipe
from viewmark.devices.pairing import pair as pair_over
from viewmark.devices.pairing import unpair as unpair_over
from viewmark.devices.pairings import PAIRINGS_FILE, Pairings
from viewmark.errors import NotPairedError, RefusedError

_YES = ("y", "yes")
_MOST_ANSWER_BYTES = 1024
_NEEDS_CABLE = "Pairing needs the cable: plug it in, and give the handheld's serial port instead of `{0}`."


def pair(
    port: Annotated[str, typer.Argument(help="The serial port that the handheld is on.")],
    name: Annotated[str | None, typer.Option(help="What the handheld calls this laptop from now on.")] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Pair with a handheld: both show six digits, and you say on both whether they are the same.

    With --json the digits are printed as a line, and `yes` or `no` is read from the standard input.
    Example: viewmark pair /dev/ttyACM1
    """
    if port.startswith(RADIO):
        raise RefusedError(_NEEDS_CABLE.format(port))

    async def compare(device_id: str, digits: str) -> bool:
        if as_json:
            _print_line({"device_id": device_id, "digits": digits})
        else:
            _ask(device_id, digits)
        return (await _read_answer()).strip().lower() in _YES

    async def run() -> str:
        pairings = Pairings(folder / PAIRINGS_FILE)
        if name is not None:
            pairings.rename(name)
        return await pair_over(await open_pipe(port, pairings), pairings, compare)

    device_id = asyncio.run(run())
    if as_json:
        _print_line({"device_id": device_id, "paired": True})
    else:
        print(f"{visible(device_id)} is paired with this laptop. Sync it: viewmark sync {port}")


def unpair(
    device_id: Annotated[str, typer.Argument(help="The handheld, as `viewmark devices` prints it.")],
    port: Annotated[
        str | None, typer.Option(help="Where it is, so that it is told: its serial port, or `radio:` and its id.")
    ] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Trust a handheld no more; with --port it is told, and forgets this laptop too.

    Example: viewmark unpair handheld-1 --port /dev/ttyACM1
    """
    pairings = Pairings(folder / PAIRINGS_FILE)
    if pairings.find(device_id) is None:
        raise NotPairedError(f"{device_id} is not paired with this laptop. `viewmark devices` lists those that are.")
    was_told = asyncio.run(unpair_over(port, pairings, device_id))
    if as_json:
        _print_line({"device_id": device_id, "told": was_told})
    elif was_told:
        print(f"{visible(device_id)} is unpaired, and was told: neither trusts the other any more.")
    else:
        print(
            f"{visible(device_id)} is unpaired on this laptop, but was not told. Unpair this laptop on the handheld's"
            " own screen too: setup, laptops."
        )


def _print_line(values: dict[str, object]) -> None:
    print(json.dumps(values), flush=True)


def _ask(device_id: str, digits: str) -> None:
    """Show the digits and ask for the word."""
    shown = Text(f"{digits[:3]} {digits[3:]}", style="bold")
    out.print(Padding(Panel.fit(shown, padding=(1, 4), title=Text(visible(device_id))), (1, 2)))
    out.print("Compare with the handheld's screen, and press OK there if it shows the same digits.", markup=False)
    out.print("Where it shows something else, leave that first.", markup=False)
    print("Are they the same? [y/N] ", end="", flush=True)


async def _read_answer() -> str:
    """Return a line from the standard input, what there is of it where that ends; the loop runs on meanwhile."""
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[str] = loop.create_future()

    def take(line: str) -> None:
        if not answered.done():
            answered.set_result(line)

    def read() -> None:
        line = b""
        # Not by `input`: at its end Python waits for a thread that holds its own buffer, whoever has pressed Ctrl-C.
        while not line.endswith(b"\n") and len(line) < _MOST_ANSWER_BYTES:
            part = os.read(sys.stdin.fileno(), 1)
            if not part:
                break
            line += part
        with contextlib.suppress(RuntimeError):  # the command has ended meanwhile
            loop.call_soon_threadsafe(take, line.decode(errors="replace"))

    threading.Thread(target=read, name="viewmark-answer", daemon=True).start()
    return await answered
