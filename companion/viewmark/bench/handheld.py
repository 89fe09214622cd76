"""A handheld for the link bench: the firmware's link in a MicroPython process, on a terminal or on the virtual air."""

import asyncio
import contextlib
import json
import os
import tty
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from viewmark import places
from viewmark.devices.pairings import Pairings
from viewmark.errors import BenchError
from viewmark.handheld.board import lay_out, read_board
from viewmark.handheld.image import firmware_image
from viewmark.handheld.romfs import compile_source, pack
from viewmark.handheld.runtime import lies_beside, started

if TYPE_CHECKING:
    from viewmark.radio.air import Air

DEVICE_ID = "bench-1"
COLLECT_AFTER_BYTES = 4 * 1024  # as the firmware's main.py sets it
NEVER = -1  # the collector runs when the heap is full
ROOMY_HEAP_BYTES = 1024 * 1024
_PARTITIONS = {"list": 256 * 1024, "records": 512 * 1024, "keys": 32 * 1024, "photos": 256 * 1024}
_READY_S = 30.0
_BOOT = "boot.py"


class Load(NamedTuple):
    """What lies on the handheld, and in which heap."""

    photos: int
    photo_bytes: int
    checks: int = 100
    heap_bytes: int = ROOMY_HEAP_BYTES
    collect_after_bytes: int = COLLECT_AFTER_BYTES

    @property
    def all_photo_bytes(self) -> int:
        """What the photos have together."""
        return self.photos * self.photo_bytes


class BenchHandheld:
    """The process, once it is ready and paired. `where` is what opens a pipe to it."""

    def __init__(self, process: asyncio.subprocess.Process, where: str, ready: dict[str, Any]) -> None:
        self._process = process
        self.where = where
        self.used_bytes: int = ready["used_bytes"]  # of the heap before the first connection, without the images

    async def counted(self) -> dict[str, int]:
        """Return what it has counted; BenchError when it has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        return await _told(self._process)


@contextlib.asynccontextmanager
async def bench_handheld(
    folder: Path, pairings: Pairings, load: Load, air: "Air | None" = None
) -> AsyncIterator[BenchHandheld]:
    """A handheld that is on, with its flash in `folder`, and paired with the laptop of `pairings`."""
    lay_out(folder, read_board(), DEVICE_ID, "laptop", _PARTITIONS)
    wanted = load._asdict() | {"laptop": pairings.certificate.hex(), "terminal": None, "radio_port": None}
    async with contextlib.AsyncExitStack() as stack:
        terminal = None
        if air is None:
            terminal, where = stack.enter_context(open_terminal())
            wanted["terminal"] = terminal
        else:
            where = f"radio:{DEVICE_ID}"
            wanted["radio_port"] = await stack.enter_async_context(radio_port(air))
        (folder / "bench.json").write_text(json.dumps(wanted))
        process = await stack.enter_async_context(
            run_firmware(folder, "bench.link", str(folder), heap_bytes=load.heap_bytes, terminal=terminal)
        )
        ready = await _told(process)
        in_heap = [] if lies_beside() else _images(folder)
        ready["used_bytes"] = ready["heap_bytes"] - sum(one.stat().st_size for one in in_heap)
        pairings.add(DEVICE_ID, bytes.fromhex(ready["certificate"]))
        pairings.keep_tag_key(DEVICE_ID, bytes.fromhex(ready["tag_key"]))
        yield BenchHandheld(process, where, ready)


@contextlib.contextmanager
def open_terminal(is_blocking: bool = False) -> Iterator[tuple[int, str]]:
    """A pseudo-terminal that changes no byte: the descriptor of its one end, and the path of the other."""
    master, slave = os.openpty()
    try:
        tty.setraw(slave)
        os.set_blocking(master, is_blocking)
        yield master, os.ttyname(slave)
    finally:
        os.close(master)
        os.close(slave)


@contextlib.asynccontextmanager
async def radio_port(air: "Air") -> AsyncIterator[int]:
    """The port at which a firmware finds its radio on an air."""
    from viewmark.radio.peripheral import Peripheral  # Bumble is there where an air is

    radio = Peripheral(air, DEVICE_ID)
    try:
        yield await radio.start()
    finally:
        await radio.close()


@contextlib.asynccontextmanager
async def run_firmware(
    folder: Path, module: str, *arguments: str, heap_bytes: int = ROOMY_HEAP_BYTES, terminal: int | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bench module on the firmware's image, in a process that ends with the context."""
    images = await asyncio.to_thread(_images, folder)
    process = await asyncio.create_subprocess_exec(
        *started(heap_bytes, *images),
        *(str(places.firmware() / "bench" / _BOOT), *map(str, images), module, *arguments),
        pass_fds=() if terminal is None else (terminal,),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _told(process: asyncio.subprocess.Process) -> dict[str, Any]:
    """Return the next line that a firmware prints; BenchError with its last words when it is no answer."""
    assert process.stdout is not None
    line = b""
    try:
        async with asyncio.timeout(_READY_S):
            line = await process.stdout.readline()
            return json.loads(line)
    except (TimeoutError, ValueError):
        process.kill()
        words = (line + await process.stdout.read()).decode(errors="replace")
        raise BenchError(f"The firmware failed in the bench: {words[-400:].strip() or 'it said nothing'}") from None


def _images(folder: Path) -> list[Path]:
    """Return the firmware's image, and one of the benches' modules: to be compiled they would need a larger heap."""
    path = folder / "bench.romfs"
    if not path.exists():
        names = [one for one in (places.firmware() / "bench").glob("*.py") if one.name != _BOOT]
        compiled = {f"bench/{one.stem}.mpy": compile_source(f"bench/{one.name}", one.read_bytes()) for one in names}
        path.write_bytes(pack({name: content or b"" for name, content in compiled.items()}))
    return [firmware_image(), path]
