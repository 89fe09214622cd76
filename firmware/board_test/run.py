"""Goes through the parts of a board: `run` at once, or `prepare` and `go` from a prompt that may part in between."""

import asyncio
import gc
import json
import sys

from board_test.report import Report

PARTS = tuple(
    "flash screen keys light camera scan_engine battery clock vault random_numbers pipe radio unchanged".split()
)
_BROKEN_DRIVER = (
    "The board's driver of this part raised it: compare the wires with hardware/wiring.yml, and read the driver."
)

_made = []  # the ports, from `prepare` until the board starts anew


async def test(ports, wanted: dict, tell=None) -> None:
    """Test every part. What one of them raises is a failed check of that part; the others are tested all the same."""
    report = Report(ports, wanted, tell)
    parts = _chosen(wanted.get("parts"))
    report.say({"board": ports.board, "device_id": ports.device_id, "parts": parts, "all_parts": PARTS})
    for part in parts:
        report.begin(part)
        gc.collect()
        try:
            await _module(part).test(report)
        except Exception as error:  # noqa: BLE001  whatever a driver raises is what this is for
            what = "%s: %s" % (type(error).__name__, error)
            report.failed("driver", what, "no error", _BROKEN_DRIVER)
    report.say({"ends": report.told})


def run(board: str, argument: str, wanted: str) -> None:
    """Test a board with what it wants to be told; `wanted` is JSON (see `Report`)."""
    prepare(board, argument)
    go(wanted)


def prepare(board: str, argument: str = "") -> None:
    """Make the ports; what ran here before has ended, whatever of it still waited.

    The second serial port shows itself to the laptop anew, for which the prompt's port goes away a moment.
    """
    asyncio.new_event_loop()
    gc.collect()
    __import__("boards." + board)
    _made.append(asyncio.run(sys.modules["boards." + board].make_ports(argument)))


def go(wanted: str) -> None:
    """Test the board whose ports were made."""
    asyncio.run(test(_made[-1], json.loads(wanted)))


def restart() -> None:
    """Have the board start its firmware again."""
    _made[-1].restart()


def _chosen(names: "list[str] | None") -> "list[str]":
    """Return the parts that are tested: all, or those of these names; after the flash what it held is compared."""
    return [part for part in PARTS if not names or part in names or (part == "unchanged" and "flash" in names)]


def _module(part: str):
    name = "board_test." + part
    __import__(name)
    return sys.modules[name]
