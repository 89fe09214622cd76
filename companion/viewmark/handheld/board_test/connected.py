"""Tests a connected board through its prompt, by mpremote's transport. It was never run on metal.

The test is sent there and mounted from memory; the firmware, which a Ctrl-C ended, starts again at the end.
"""

import base64
import contextlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import serial
from mpremote.transport import TransportError
from mpremote.transport_serial import SerialTransport
from serial.tools import list_ports

from viewmark.handheld.board import read_board
from viewmark.handheld.board_test.errors import BoardTestError
from viewmark.handheld.board_test.lines import BoardLines, Outcome, Said
from viewmark.handheld.board_test.modules import board_modules
from viewmark.handheld.description import board_table

_READ_S = 5.0
_ECHO_S = 0.1
_MAKES_S = 8.0  # the ports; within it the prompt's port may go away
_COMES_BACK_S = 15.0
_RETRY_S = 0.5
_SILENCE_S = 180.0
_PART_BYTES = 3072
_ENDED = (TransportError, serial.SerialException, OSError)

_BEGIN = """
import binascii, sys, vfs
try:
    vfs.umount("/board_test")
except OSError:
    pass
for _name in [one for one in sys.modules if one.startswith("board_test")]:
    sys.modules.pop(_name)
_image = bytearray({size})
"""
_PART = "_image[{start}:{end}] = binascii.a2b_base64({content!r})"
_MOUNT = """
vfs.mount(vfs.VfsRom(_image), "/board_test")
"/board_test" in sys.path or sys.path.append("/board_test")
import board_test.run
"""

Say = Callable[[Said], None]


class Driven(NamedTuple):
    """A board by its drivers: their folder, the chip that they are for, its partitions in bytes, what it is told."""

    folder: str
    march: str
    partitions: Mapping[str, int]
    argument: str = ""


def driven(board: str) -> Driven:
    """Return a board by the name of its description; HandheldError for none, BoardTestError without drivers."""
    table = board_table(board)
    if "firmware" not in table:
        raise BoardTestError(f"The board {board!r} has no drivers yet, so it cannot be tested. Write them first.")
    return Driven(table["firmware"]["folder"], table["firmware"]["march"], read_board(board).partitions)


def run_connected(
    port: str,
    board: Driven,
    say: Say = lambda said: None,
    wanted: Mapping[str, Any] | None = None,
    pipe: str | None = None,
) -> Outcome:
    """Test the board at a serial port, and start its firmware again.

    `pipe` is its second serial port, found by itself where the system tells which belong together. BoardTestError with
    what to do where it does not answer, or the test does not come to its end.
    """
    asked = {"partitions": dict(board.partitions), "with_person": True} | dict(wanted or {})
    lines = BoardLines()
    try:
        with _prompt(port) as transport:
            _send(transport, board_modules(board.folder, board.march))
            _make_ports(transport, board)
        with _prompt(port, _COMES_BACK_S) as transport, _echoed(pipe or second_port(port)):
            _go(transport, asked, lines, say)
            transport.exec_raw_no_follow("board_test.run.restart()")
    except _ENDED as error:
        if not lines.is_over:  # a board that restarts may take its port with it
            raise BoardTestError(
                f"The board at {port} does not answer as MicroPython does ({_last(error)}). Plug it in anew, let no "
                "other program use the port, and run it again."
            ) from error
    return lines.finish()


def second_port(port: str) -> str | None:
    """Return the other serial port of the board that has this one; None where the system does not tell."""
    path = os.path.realpath(port)
    found = sorted(list_ports.comports(), key=lambda one: one.device)
    own = next((one for one in found if os.path.realpath(one.device) == path), None)
    if own is None or not own.serial_number:
        return None
    others = [one.device for one in found if one.serial_number == own.serial_number and one.device != own.device]
    return others[0] if others else None


@contextlib.contextmanager
def _prompt(port: str, wait_s: float = 0.0) -> Iterator[SerialTransport]:
    """The raw prompt at a port, what ran there ended; `wait_s` for a port that is about to come back."""
    until_s = time.monotonic() + wait_s
    while True:
        try:
            transport = SerialTransport(port, timeout=_READ_S)
            break
        except _ENDED:
            if time.monotonic() >= until_s:
                raise
            time.sleep(_RETRY_S)
    try:
        transport.enter_raw_repl(soft_reset=False)  # a soft reset would start the firmware again
        yield transport
    finally:
        with contextlib.suppress(*_ENDED):
            transport.close()


def _send(transport: SerialTransport, image: bytes) -> None:
    transport.exec(_BEGIN.format(size=len(image)))
    for start in range(0, len(image), _PART_BYTES):
        part = image[start : start + _PART_BYTES]
        transport.exec(_PART.format(start=start, end=start + len(part), content=base64.b64encode(part)))
    transport.exec(_MOUNT)


def _make_ports(transport: SerialTransport, board: Driven) -> None:
    """Have the board make its ports. Its second port is announced anew: the prompt's goes away, or falls silent."""
    transport.exec_raw_no_follow(f"board_test.run.prepare({board.folder!r}, {board.argument!r})")
    failure = b""
    with contextlib.suppress(*_ENDED):
        _, failure = transport.follow(_MAKES_S)
    if failure:
        raise BoardTestError(
            f"The board's ports could not be made: {_tail(failure)}. Compare its wires with hardware/wiring.yml, and "
            "the board's name with its firmware."
        )


def _go(transport: SerialTransport, asked: Mapping[str, Any], lines: BoardLines, say: Say) -> None:
    transport.exec_raw_no_follow(f"board_test.run.go({json.dumps(asked)!r})")

    def hear(data: bytes) -> None:
        for said in lines.feed(data.replace(b"\x04", b"\n")):
            say(said)

    _, failure = transport.follow(_SILENCE_S, hear)
    lines.feed(failure + b"\n")


@contextlib.contextmanager
def _echoed(port: str | None) -> Iterator[None]:
    """Send back what comes at a board's second serial port while the context stands."""
    if port is None:
        yield
        return
    over = threading.Event()
    try:
        line = serial.Serial(port, timeout=_ECHO_S)
    except (serial.SerialException, OSError) as error:
        raise BoardTestError(
            f"The board's second port {port} cannot be opened ({_last(error)}). Let no other program use it, or "
            "name the right one by --pipe."
        ) from error

    def echo() -> None:
        with contextlib.suppress(serial.SerialException, OSError):  # the board restarts
            while not over.is_set():
                line.write(line.read(max(1, line.in_waiting)))

    thread = threading.Thread(target=echo, name="viewmark-board-test", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        with contextlib.suppress(serial.SerialException, OSError):
            line.close()


def _tail(failure: bytes) -> str:
    return " ".join(failure.decode(errors="replace").split())[-300:]


def _last(error: Exception) -> str:
    return " ".join(str(error).split())[-300:] or type(error).__name__
