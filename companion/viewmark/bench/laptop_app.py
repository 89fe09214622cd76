"""`viewmark bench app`: the lane's first paint with few checks and with many, its memory, and how soon a check is seen.

The pages are drawn by Debian's Chromium, driven by Playwright: both must be installed.
"""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from statistics import median
from typing import Any

from viewmark.archive.archive import Archive
from viewmark.bench.figures import Bench, Figure
from viewmark.demo.part import Part
from viewmark.errors import BenchError
from viewmark_protocol.checks import CHECK_FORMAT, Check, Firearm, VerdictRecord, encode_check
from viewmark_protocol.clock import Clock
from viewmark_protocol.marks import Mark

FEW, MANY = 50, 50_000
PAINTS, ARRIVALS = 7, 5
_NOBODY = "http://127.0.0.1:9"  # the port of `discard`: no register is asked
_OPENED_S = 1_790_000_000
_LOG = b"bench-01"
_VERDICTS = (("clear", "not-on-list"), ("near", "misread-possible"), ("hit", "serial-and-maker-listed"))
_MAKERS = ("GLOCK", "TAURUS", "BERETTA", "CZ", "WALTHER")

Say = Callable[[str, int, int], None]


def measure(quick: bool, say: Say) -> Bench:
    """Measure with 50 and 50 000 checks (5 000 if `quick`) in one run; BenchError without a browser."""
    chromium = shutil.which("chromium")
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        async_playwright = None
    if chromium is None or async_playwright is None:
        raise BenchError("The pages are drawn by a browser: install Debian's chromium, and playwright by pip.")
    many = MANY // 10 if quick else MANY

    async def run() -> dict[str, Any]:
        async with async_playwright() as playwright:
            arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
            with tempfile.TemporaryDirectory(prefix="viewmark-bench-") as folder:
                found = await _measured(browser, Path(folder), many, say)
            await browser.close()
            return found

    found = asyncio.run(run())
    figures = [
        Figure(f"first paint, {FEW} checks", found["few_ms"], "ms"),
        Figure(f"first paint, {many} checks", found["many_ms"], "ms"),
        Figure("first paint grows", found["many_ms"] / found["few_ms"], "times", "<=", 1.5),
        Figure(f"memory of the app, {many} checks", found["memory_mb"], "MB", "<=", 250),
        Figure("a check that was filed is seen after", found["arrival_ms"], "ms", "<=", 2000),
    ]
    return Bench("app", figures, {"checks": [FEW, many], "paints": PAINTS, "arrivals": ARRIVALS})


async def _measured(browser: Any, folder: Path, many: int, say: Say) -> dict[str, Any]:
    for name, count in (("few", FEW), ("many", many)):
        say(f"filing {count} checks", 0, 1)
        await asyncio.to_thread(_fill, folder / name, count)
    async with _app(folder / "few") as few, _app(folder / "many") as large:
        paints: dict[str, list[float]] = {"few": [], "many": []}
        for number in range(PAINTS):
            say("first paint", number, PAINTS)
            for name, part in (("few", few), ("many", large)):  # in turns: a noisy machine is so to both
                paints[name].append(await _first_paint_ms(browser, part.url))
        say("arrival", 0, 1)
        arrival_ms = await _arrival_ms(browser, large.url, folder / "many", many)
        memory_mb = _memory_mb(large)
    return {
        "few_ms": median(paints["few"][1:]),
        "many_ms": median(paints["many"][1:]),
        "memory_mb": memory_mb,
        "arrival_ms": arrival_ms,
    }


@contextlib.asynccontextmanager
async def _app(folder: Path) -> AsyncIterator[Part]:
    register = ("--register-url", _NOBODY, "--register-key", "bench", "--no-second-reading")
    part = Part("The laptop app", "app", "--folder", str(folder), "--open-pages", *register)
    await part.start()
    try:
        yield part
    finally:
        await part.kill()


async def _first_paint_ms(browser: Any, url: str) -> float:
    """Return how long it takes until the lane's lines are there, in a window of its own."""
    page = await browser.new_page(viewport={"width": 1280, "height": 720})
    began_s = time.monotonic()
    await page.goto(url, wait_until="commit")
    await page.get_by_test_id("check-row").first.wait_for()
    took_ms = 1000 * (time.monotonic() - began_s)
    await page.close()
    return took_ms


async def _arrival_ms(browser: Any, url: str, folder: Path, count: int) -> float:
    """Return how long it takes until a check that another program filed is seen, the median."""
    page = await browser.new_page(viewport={"width": 1280, "height": 720})
    await page.goto(url)
    await page.get_by_test_id("check-row").first.wait_for()
    took_ms: list[float] = []
    for number in range(ARRIVALS):
        serial = f"NEW{number}"
        await asyncio.to_thread(_file, folder, [(count + number + 1, _record(count + number, serial))])
        began_s = time.monotonic()
        await page.get_by_text(serial, exact=True).first.wait_for()
        took_ms.append(1000 * (time.monotonic() - began_s))
    await page.close()
    return median(took_ms)


def _fill(folder: Path, count: int) -> None:
    _file(folder, [(number + 1, _record(number, f"AB{number:06d}")) for number in range(count)])


def _file(folder: Path, records: list[tuple[int, bytes]]) -> None:
    folder.mkdir(exist_ok=True)
    archive = Archive(folder)
    archive.file_records("bench-1", _LOG, records, _OPENED_S)
    archive.close()


def _record(number: int, serial: str) -> bytes:
    word, reason = _VERDICTS[0] if number % 20 else _VERDICTS[number // 20 % len(_VERDICTS)]
    marks = [_mark("serial", serial), _mark("maker", _MAKERS[number % len(_MAKERS)])]
    check = Check(
        format=CHECK_FORMAT,
        opened=Clock(utc_s=_OPENED_S + 60 * number, trust="laptop", boot_count=1),
        post="bench",
        officer="bench",
        context="inspected",
        legal_ground="border check",
        transport="road",
        firearms=[Firearm(marks=marks, verdict=VerdictRecord(word=word, reason=reason), warnings=[])],
        links=[],
        note="",
    )
    return encode_check(check)


def _mark(kind: str, text: str) -> Mark:
    values = {"raw": text, "confirmed": text, "state": "clear", "method": "unknown", "source": "typed", "lattice": []}
    return Mark(component="frame", kind=kind, **values)


def _memory_mb(part: Part) -> float:
    """Return what a part's process holds in memory (Linux)."""
    try:
        status = Path(f"/proc/{part.pid}/status").read_text()
    except OSError as error:
        raise BenchError("The memory of a process is told on Linux alone. Measure there.") from error
    held_kb = next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]
    return int(held_kb) / 1024
