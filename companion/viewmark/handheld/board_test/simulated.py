"""Tests a simulated board: MicroPython with the firmware's image, and around it what a board has at its ends."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from viewmark import places
from viewmark.errors import HandheldError
from viewmark.handheld import board as boards
from viewmark.handheld.board_test.lines import BoardLines, Outcome, Question, Said
from viewmark.handheld.board_test.modules import simulated_modules
from viewmark.handheld.board_test.surroundings import Surroundings, around, left_as_it_was
from viewmark.handheld.flash_lock import FlashLock
from viewmark.handheld.image import firmware_image
from viewmark.handheld.process import HEAP_BYTES
from viewmark.handheld.runtime import started

_SILENCE_S = 120.0
_ENDS_S = 5.0
_ANSWER_MS = 10_000
_DEVICE_ID = "board-test"


class _Described(BaseModel):
    partitions: dict[str, int]
    control_port: Annotated[int, Field(ge=0, lt=1 << 16)] = 0


Say = Callable[[Said], None]


async def run_simulated(
    folder: Path,
    say: Say = lambda said: None,
    wanted: Mapping[str, Any] | None = None,
    module: str = "board_test.run",
    modules: Mapping[str, bytes] | None = None,
    has_radio: bool = True,
) -> Outcome:
    """Test the simulated board in a folder, which must be off; a new one where there is none. It stays as it was.

    HandheldError where something else lies there or it is on, BoardTestError where the test does not come to its end.
    `wanted` says more than the board's own description, as `Report` of firmware/board_test has it. `module` and
    `modules` (sources by their name) bring another board than the folder's.
    """
    firmware = await asyncio.to_thread(firmware_image)
    content = await asyncio.to_thread(simulated_modules, modules)
    try:
        asked = {"partitions": _partitions(folder), "with_person": True, "answer_ms": _ANSWER_MS} | dict(wanted or {})
        lock = await FlashLock.take(folder)
        try:
            with left_as_it_was(folder), _laid(folder / "board-test.romfs", content) as image:
                async with around(folder, has_radio) as surroundings:
                    process = await _started(folder, firmware, image, module, asked, lock)
                    return await _until_its_end(process, surroundings, say)
        finally:
            lock.let_go()
    except OSError as error:
        raise HandheldError(f"The board in {folder} cannot be tested ({error}). Make room, or name another.") from error


@contextlib.contextmanager
def _laid(path: Path, content: bytes) -> Iterator[Path]:
    """A file that is there for as long as the context stands."""
    try:
        path.write_bytes(content)
        yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


async def _started(
    folder: Path, firmware: Path, image: Path, module: str, asked: Mapping[str, Any], lock: FlashLock
) -> asyncio.subprocess.Process:
    command = (str(places.firmware() / "bench" / "boot.py"), str(firmware), str(image), module)
    return await asyncio.create_subprocess_exec(
        *(*started(HEAP_BYTES, firmware, image), *command, "sim", str(folder), json.dumps(asked)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        pass_fds=(lock.handle,),
    )


async def _until_its_end(process: asyncio.subprocess.Process, surroundings: Surroundings, say: Say) -> Outcome:
    try:
        return await _heard(process, surroundings, say)
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ENDS_S):
                await process.wait()
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _heard(process: asyncio.subprocess.Process, surroundings: Surroundings, say: Say) -> Outcome:
    assert process.stdout is not None
    lines = BoardLines()
    with contextlib.suppress(TimeoutError):
        while not lines.is_over:
            async with asyncio.timeout(_SILENCE_S):
                data = await process.stdout.read(4096)
            if not data:
                break
            for said in lines.feed(data):
                say(said)
                if isinstance(said, Question):
                    await surroundings.answer(said)
    return lines.finish()


def _partitions(folder: Path) -> dict[str, int]:
    """Return the partitions in a folder and their sizes in bytes; in an empty one make a new board."""
    path = folder / "board.json"
    if not path.exists():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise HandheldError(f"{folder} has no simulated handheld in it. Name its folder, or an empty one.")
        boards.lay_out(folder, boards.read_board(), _DEVICE_ID, "battery")
    try:
        described = _Described.model_validate_json(path.read_bytes())
    except ValidationError as error:
        told = f"{path} is damaged. Start that handheld once, which writes it anew."
        raise HandheldError(told) from error
    if described.control_port and _is_listened_at(described.control_port):
        raise HandheldError(f"The handheld in {folder} seems to be on. Switch it off, then run this again.")
    return described.partitions


def _is_listened_at(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what was closed a moment ago does not count
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
