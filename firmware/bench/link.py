"""The handheld's end of the link bench: `boot.py ... bench.link FOLDER`; what it is to be lies in `bench.json` there.

All that speaks on the wire is the firmware's own. It says one line when it is ready; each line on the standard input is
answered by one with what was counted.
"""

import buffers  # noqa: F401, I001  first, as in main.py

import asyncio
import gc
import json
import sys

from bench.board import BenchPorts
from bench.photographs import Photographs, append_checks
from checks import files, photos
from checks.store import Store
from link.lines import Lines
from lists.store import ListStore


def _read(path: str) -> dict:
    with open(path) as file:
        return json.load(file)


def counted(lines: Lines) -> dict:
    """Return what the line in use has counted."""
    link = lines._pipes[-1][1]._link
    return {"retransmitted_frames": link.retransmitted, "damaged_frames": link.damaged}


async def serve(folder: str) -> None:
    """Be a handheld until the standard input ends."""
    board, wanted = _read(folder + "/board.json"), _read(folder + "/bench.json")
    gc.threshold(wanted["collect_after_bytes"])
    ports = BenchPorts(folder, board, wanted)
    files.mount(ports.partition("photos"))
    store = Store(ports)
    taken = Photographs(wanted["photos"], wanted["photo_bytes"])
    photos.size_bytes, photos.read, photos.acknowledge = taken.size_bytes, taken.read, taken.acknowledge
    if store.ring.next_sequence == store.ring.first_sequence:
        append_checks(store.log, wanted["checks"], taken.digests)
    lines = Lines(ports, store, ListStore(ports.partition("list")), lambda: None)
    certificate = lines.pairings.certificate()
    laptop = bytes.fromhex(wanted["laptop"])
    if not lines.pairings.has(laptop):
        lines.pairings.add("bench", laptop)
    gc.collect()
    ready = {"certificate": certificate.hex(), "tag_key": lines.pairings.tag_key(laptop).hex()}
    print(json.dumps(ready | {"heap_bytes": gc.mem_alloc()}))
    running = asyncio.create_task(lines.run())
    told = asyncio.StreamReader(sys.stdin.buffer)
    while await told.readline():
        print(json.dumps(counted(lines)))
    running.cancel()


def run(folder: str) -> None:
    """Run it."""
    asyncio.run(serve(folder))
