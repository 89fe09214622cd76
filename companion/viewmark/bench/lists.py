"""`viewmark bench list`: the offline list of two million weapons, asked by the handheld's runtime and by the host.

Beside it, in the same run, SQLite with the same keys. Absent weapons come from the generator of the listed ones.
"""

import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viewmark.bench.beside import Beside
from viewmark.bench.figures import Bench, Figure
from viewmark.bench.guns import Serials, guns, makers
from viewmark.handheld.module import run_module
from viewmark.lists.builder import BuildReport, Edition, Fingerprints, whole_list
from viewmark.lists.delta import Present, make_delta, merged
from viewmark.lists.signing import ListSigner
from viewmark.quickly import quick_skeleton
from viewmark_protocol.judging import judge
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.entries import PAYLOAD_BITS, fingerprint, place_from
from viewmark_protocol.lists.header import HEADER_BYTES, decode_header
from viewmark_protocol.lists.offline import RICE_BITS, OfflineList

KEY = bytes(range(32))
ENTRIES = 2_000_000
ABSENT, QUICK_ABSENT = 10_000_000, 3_000_000
ADDS_A_DAY, REMOVALS_A_DAY, DAYS = 1000, 300, 60
_ON_DEVICE = 4000  # listed and absent weapons each that the handheld's runtime is asked
_NOW_S = 1_790_000_000
_EDITION = Edition(1, _NOW_S, _NOW_S + 604_800, "bench")
_HEAP_BYTES = 1024 * 1024
_SQLITE_ASKED = 20_000
_ASKED_AT_ONCE = 250_000
_TABLE = """CREATE TABLE listed (
    fingerprint INTEGER, payload INTEGER, PRIMARY KEY (fingerprint, payload)
) WITHOUT ROWID"""

Say = Callable[[str, int, int], None]


@dataclass
class Weapons:
    """Serials and maker places of listed and of absent weapons."""

    listed: Serials
    listed_by: NDArray[np.uint8]
    absent: Serials
    absent_by: NDArray[np.uint8]


def measure(quick: bool, say: Say = lambda what, done, total: None) -> Bench:
    """Build the list of 2 000 000, ask every absent weapon on the host and a sample on the handheld's runtime."""
    say("weapons", 0, 5)
    # The key is made once in years: its ten seconds are not the list's.
    key = Beside(_new_key)
    weapons = _weapons(QUICK_ABSENT if quick else ABSENT)
    names = makers()
    say("build", 1, 5)
    started = time.monotonic()
    prints = Fingerprints(KEY)
    prints.add(_rows(weapons.listed, weapons.listed_by, names))
    spent = time.monotonic() - started
    signer = key.result()
    started = time.monotonic()
    content = whole_list(prints, _EDITION, signer)
    build_s = spent + time.monotonic() - started
    say("absent weapons", 2, 5)
    half = len(weapons.absent) // 2
    later = Beside(lambda: _absent_answers(prints, content, weapons, names, half, len(weapons.absent)))
    earlier = _absent_answers(prints, content, weapons, names, 0, half)
    told = {name: count + later.result()[name] for name, count in earlier.items()}
    say("present weapons", 3, 5)
    lookups = Beside(lambda: _sqlite(prints, weapons))
    missing = _missing(content, weapons, quick)
    delta_bytes, overlay = _changes(content, signer)
    sqlite_us, sqlite_bytes = lookups.result()
    say("on the handheld's runtime", 4, 5)
    device = _on_device(content, overlay, weapons, names)
    say("done", 5, 5)
    figures = _figures(content, prints.report, told, device)
    more = [
        Figure("build_s", round(build_s, 1), "s", "<=", 30),
        Figure("missing_present", missing + device["missing"], "count", "<=", 0),
        Figure("delta_bytes", delta_bytes, "bytes", "<=", 8500),
        Figure("sqlite_bytes", sqlite_bytes, "bytes"),
        Figure("sqlite_us_on_host", round(sqlite_us, 1), "us"),
    ]
    settings = {
        "entries": prints.report.entries,
        "absent": len(weapons.absent),
        "calibration_us": device["calibration_us"],
        "overlay_days": DAYS,
    }
    return Bench("list", figures + more, settings)


def _figures(content: bytes, report: BuildReport, told: dict[str, int], device: dict[str, float]) -> list[Figure]:
    entries = report.entries
    limit = RICE_BITS + PAYLOAD_BITS
    absent = told["absent"]
    return [
        Figure("file_bytes", len(content), "bytes", "<=", 9_600_000),
        Figure("bits_per_entry", round(8 * len(content) / entries, 3), "bits", "<=", limit + 3),
        Figure("bits_limit", limit, "bits"),
        Figure("reads_per_lookup", round(device["reads"], 3), "count", "<=", 2.1),
        Figure("bytes_per_lookup", round(device["bytes"], 1), "bytes", "<=", 300),
        Figure("check_us", round(device["check_us"], 1), "us", "<=", 60),
        Figure("judge_us", round(device["judge_us"], 1), "us"),
        Figure("check_us_plain", round(device["plain_check_us"], 1), "us", "<=", 200),
        Figure("lookups_per_s", round(1e6 / device["check_us"]), "1/s"),
        Figure("overlay_cost", round(device["overlay_check_us"] / device["check_us"], 3), "ratio", "<=", 1.3),
        Figure("heap_bytes", device["heap_bytes"], "bytes", "<=", 48 * 1024),
        Figure("false_hits_per_million", round(1e6 * told["hit"] / absent, 3), "count", "<=", 1),
        Figure("hits_without_maker", told["hit_without_maker"], "count", "<=", 0),
        Figure("near_rate", round(told["near"] / absent, 5), "ratio", "<=", 0.05),
        Figure("near_listed_under_another_maker", round(told["listed-under-another-maker"] / absent, 5), "ratio"),
        Figure("near_misread_possible", round(told["misread-possible"] / absent, 5), "ratio"),
    ]


def _weapons(absent: int) -> Weapons:
    serials, made_by = guns(ENTRIES + absent, 7)
    return Weapons(serials[:ENTRIES], made_by[:ENTRIES], serials[ENTRIES:], made_by[ENTRIES:])


def _rows(serials: Serials, made_by: NDArray[np.uint8], names: list[str]) -> Iterator[tuple[str, str | None, str]]:
    for serial, place in zip(serials.tolist(), made_by.tolist(), strict=True):
        yield serial.decode(), names[place], "stolen"


def _new_key() -> ListSigner:
    return ListSigner.generate(_kept_nowhere, 10)


def _kept_nowhere(_state: bytes) -> None:
    """Serve a key that signs for this measurement alone."""


def _absent_answers(
    prints: Fingerprints, content: bytes, weapons: Weapons, names: list[str], first: int, end: int
) -> dict[str, int]:
    """Count the verdicts on absent weapons: those whose fingerprint is not listed are clear, the others are judged."""
    asked = OfflineList(in_memory(content), KEY)
    numbers = np.sort(np.array([number for number, _ in prints.pairs(asked.base.buckets)], np.int64))
    told = dict.fromkeys(("hit", "near", "clear", "hit_without_maker"), 0)
    told |= {"listed-under-another-maker": 0, "misread-possible": 0, "absent": end - first}
    for start in range(first, end, _ASKED_AT_ONCE):
        serials = weapons.absent[start : min(end, start + _ASKED_AT_ONCE)].tolist()
        places = np.searchsorted(numbers, wanted := _numbers(serials, asked.base.buckets))
        places[places == len(numbers)] = 0
        for place in np.flatnonzero(numbers[places] == wanted).tolist():
            serial, maker = serials[place].decode(), names[weapons.absent_by[start + place]]
            verdict = judge(serial, maker, asked, _NOW_S, "laptop")
            told[verdict.word] = told.get(verdict.word, 0) + 1
            if verdict.word == "near":
                told[verdict.reason] = told.get(verdict.reason, 0) + 1
            told["hit_without_maker"] += judge(serial, None, asked, _NOW_S, "laptop").word == "hit"
    return told


def _numbers(serials: list[bytes], buckets: int) -> NDArray[np.int64]:
    """Where the fingerprints of serials lie, many at a time: `bucket << 20 | remainder`."""
    digests = b"".join([fingerprint(KEY, quick_skeleton(serial.decode()))[:8] for serial in serials])
    words = np.frombuffer(digests, ">u4").reshape(-1, 2).astype(np.uint64)
    bucket = words[:, 0] * np.uint64(buckets) >> np.uint64(32)
    return (bucket << np.uint64(20) | words[:, 1] >> np.uint64(12)).astype(np.int64)


def _missing(content: bytes, weapons: Weapons, quick: bool) -> int:
    """Count listed weapons that the reader does not find; all of them, or every twentieth."""
    asked = OfflineList(in_memory(content), KEY)
    step = 20 if quick else 1
    return sum(not asked.find(serial.decode()) for serial in weapons.listed[::step].tolist())


def _changes(content: bytes, signer: ListSigner) -> tuple[int, bytes]:
    """Return the size of a day's delta, and the overlay of 60 days."""
    day = _delta(content, ADDS_A_DAY, REMOVALS_A_DAY, signer)
    many = _delta(content, DAYS * ADDS_A_DAY, DAYS * REMOVALS_A_DAY, None)
    base = decode_header(content[:HEADER_BYTES])
    return len(day), merged(base, None, many)


def _delta(content: bytes, adds: int, removals: int, signer: ListSigner | None) -> bytes:
    """Changes of random places: adds under fingerprints that are drawn, as those of new weapons are."""
    dice = random.Random(adds)
    base = decode_header(content[:HEADER_BYTES])
    digests = [dice.randbytes(11) for _ in range(adds)]
    pairs = {
        (bucket << 20 | rest, mask ^ 1 << 10)
        for bucket, rest, mask in (place_from(one, base.buckets) for one in digests)
    }
    removed = {dice.randrange(base.buckets) << 8 | dice.randrange(40) for _ in range(removals)}
    present = Present(base, {(-1 - place, 0): place for place in removed}, base.version)
    return make_delta(present, pairs, Edition(2, _NOW_S, _NOW_S + 604_800, "bench"), signer)


def _on_device(content: bytes, overlay: bytes, weapons: Weapons, names: list[str]) -> dict[str, float]:
    def lines(serials: Serials, made_by: NDArray[np.uint8]) -> str:
        rows = _rows(serials[:_ON_DEVICE], made_by[:_ON_DEVICE], names)
        return "".join(f"{serial}\t{maker}\n" for serial, maker, _ in rows)

    given = lines(weapons.listed, weapons.listed_by) + "\n" + lines(weapons.absent, weapons.absent_by)
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder, "list"), Path(folder, "overlay")
        path.write_bytes(content)
        other.write_bytes(overlay)
        arguments = ("bench.lists", str(path), str(other))
        told = json.loads(run_module(*arguments, given=given.encode(), heap_bytes=_HEAP_BYTES))
        plain = json.loads(run_module(*arguments, "plain", given=given.encode(), heap_bytes=_HEAP_BYTES))
    return told | {"plain_check_us": plain["check_us"]}


def _sqlite(prints: Fingerprints, weapons: Weapons) -> tuple[float, int]:
    """Return microseconds a lookup and bytes of a SQLite table of the same fingerprints and payloads, on this host."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.sqlite")
        connection = sqlite3.connect(path)
        connection.execute(_TABLE)
        buckets = 1 << 18
        connection.executemany("INSERT INTO listed VALUES (?, ?)", sorted(prints.pairs(buckets)))
        connection.commit()
        wanted = _numbers(weapons.absent[:_SQLITE_ASKED].tolist(), buckets).tolist()
        best = 0.0
        for _ in range(5):
            started = time.perf_counter()
            for number in wanted:
                connection.execute("SELECT payload FROM listed WHERE fingerprint = ?", (number,)).fetchall()
            took = (time.perf_counter() - started) / len(wanted) * 1e6
            best = took if not best else min(best, took)
        connection.close()
        return best, path.stat().st_size
