"""`viewmark pair`, `viewmark unpair`, and what the other commands say of it, with a real handheld at the cable."""

import asyncio
import contextlib
import json
import re
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from parts import NOBODY, PATIENCE_S, laptop_at, running_handheld, sync, viewmark, words

from viewmark.demo.pairing import pair_laptop_folder
from viewmark.devices.identity import make_identity
from viewmark.devices.pairings import PAIRINGS_FILE, Pairings
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld

DEVICE = "handheld-1"
PIN = "482913"
NOBODY_PAIRED = "No laptop is paired"
REGISTER = ("--url", NOBODY, "--api-key", "test-key")


class Ended(NamedTuple):
    """How `viewmark pair` ended, and what it said after its question."""

    exit_code: int
    out: str
    err: str


class Asking:
    """A running `viewmark pair` that a person, or a program, talks to."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def said(self, end: bytes) -> str:
        """Return what it prints, up to and with `end`."""
        assert self._process.stdout is not None
        return (await asyncio.wait_for(self._process.stdout.readuntil(end), PATIENCE_S)).decode()

    async def answer(self, line: str) -> Ended:
        """Answer it, an empty text by closing its input, and wait for its end."""
        out, err = await asyncio.wait_for(self._process.communicate(line.encode()), PATIENCE_S)
        return Ended(self._process.returncode or 0, out.decode(), err.decode())


@contextlib.asynccontextmanager
async def asking(handheld: Handheld, folder: Path, *more: str) -> AsyncIterator[Asking]:
    """Run `viewmark pair` at a handheld's cable."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "viewmark.cli.main", "pair", str(handheld.cable.path), "--folder", str(folder), *more),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
    )
    try:
        yield Asking(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def shown_digits(asked: Asking) -> str:
    """Return the digits that a person sees, once the question has been asked."""
    found = re.search(r"\b(\d{3}) (\d{3})\b", await asked.said(b"[y/N] "))
    assert found
    return found[1] + found[2]


def paired(folder: Path) -> list[str]:
    """Return whom the laptop trusts."""
    return [one.device_id for one in Pairings(folder / PAIRINGS_FILE).all()]


async def home(handheld: Handheld) -> str:
    """Return what the handheld's first page says."""
    await Officer(handheld).go_home()
    return words(handheld.screen)


def test_with_equal_digits_they_are_paired_and_sync(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            async with asking(handheld, tmp_path) as asked:
                assert await Officer(handheld).compare(await shown_digits(asked))
                ended = await asked.answer("y\n")
            assert (ended.exit_code, ended.err) == (0, "")
            assert f"{DEVICE} is paired with this laptop. Sync it: viewmark sync" in ended.out
            assert "0 new checks" in await viewmark("sync", handheld.cable.path, *REGISTER, folder=tmp_path)
            assert NOBODY_PAIRED not in await home(handheld)

    asyncio.run(run())


def test_the_handheld_names_the_laptop_as_it_is_told_to(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            running_handheld(tmp_path / "handheld") as handheld,
            asking(handheld, tmp_path, "--name", "desk 1") as asked,
        ):
            await shown_digits(asked)
            assert "The laptop desk 1 must show the same" in (await Officer(handheld).asked_to_compare()).texts
            await asked.answer("n\n")

    asyncio.run(run())


def test_as_json_the_digits_are_a_line_and_the_answer_is_yes(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            async with asking(handheld, tmp_path, "--json") as asked:
                told = json.loads(await asked.said(b"\n"))
                assert await Officer(handheld).compare(told.pop("digits"))
                assert told == {"device_id": DEVICE}
                ended = await asked.answer("yes\n")
            assert json.loads(ended.out) == {"device_id": DEVICE, "paired": True}
            assert paired(tmp_path) == [DEVICE]

    asyncio.run(run())


@pytest.mark.parametrize("line", ["n\n", "\n", ""])
def test_whoever_does_not_say_yes_leaves_both_unpaired_and_is_told_so(tmp_path: Path, line: str) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            async with asking(handheld, tmp_path) as asked:
                assert await Officer(handheld).compare(await shown_digits(asked))
                ended = await asked.answer(line)
            assert ended.exit_code == 1
            assert "was not paired. If the digits differed, something stands between" in ended.err
            assert paired(tmp_path) == []
            assert NOBODY_PAIRED in await home(handheld)

    asyncio.run(run())


def test_a_locked_handheld_refuses_and_says_so(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            async with laptop_at(tmp_path / "other") as other:
                await sync(handheld, other)  # a PIN is set where a laptop has the log's key
            await Officer(handheld).set_pin(PIN)
            await Officer(handheld).lock()
            said = await viewmark("pair", handheld.cable.path, folder=tmp_path, exit_code=1)
            assert "The handheld is locked. Enter its PIN, then pair." in said
            assert paired(tmp_path) == []

    asyncio.run(run())


def test_unpairing_at_its_port_tells_the_handheld(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            await pair_laptop_folder(handheld, tmp_path)
            said = await viewmark("unpair", DEVICE, "--port", handheld.cable.path, folder=tmp_path)
            assert said == f"{DEVICE} is unpaired, and was told: neither trusts the other any more.\n"
            assert paired(tmp_path) == []
            assert NOBODY_PAIRED in await home(handheld)

    asyncio.run(run())


@pytest.mark.parametrize("where", [(), ("--port", "no-such-port")])
def test_unpairing_one_that_is_not_there_says_what_to_do_on_it(tmp_path: Path, where: tuple[str, ...]) -> None:
    Pairings(tmp_path / PAIRINGS_FILE).add(DEVICE, make_identity("v")[1])
    said = asyncio.run(viewmark("unpair", DEVICE, *where, folder=tmp_path))
    assert "was not told. Unpair this laptop on the handheld's own screen too: setup, laptops." in said
    assert paired(tmp_path) == []


def test_as_json_unpairing_says_whether_it_was_told(tmp_path: Path) -> None:
    Pairings(tmp_path / PAIRINGS_FILE).add(DEVICE, make_identity("v")[1])
    said = asyncio.run(viewmark("unpair", DEVICE, "--json", folder=tmp_path))
    assert json.loads(said) == {"device_id": DEVICE, "told": False}


def test_unpairing_one_that_is_not_paired_says_where_to_look(tmp_path: Path) -> None:
    said = asyncio.run(viewmark("unpair", "handheld-9", folder=tmp_path, exit_code=1))
    assert said == "Not done: handheld-9 is not paired with this laptop. `viewmark devices` lists those that are.\n"


def test_a_sync_with_an_unpaired_handheld_says_what_to_run(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            port = handheld.cable.path
            said = await viewmark("sync", port, *REGISTER, folder=tmp_path, exit_code=1)
            assert f"are not paired. Run `viewmark pair {port}`, then sync again." in " ".join(said.split())

    asyncio.run(run())


def test_a_port_without_a_handheld_is_said(tmp_path: Path) -> None:
    said = asyncio.run(viewmark("pair", tmp_path / "no-such-port", folder=tmp_path, exit_code=1))
    assert "cannot be opened. Is the cable in, and the handheld on?" in said


def test_by_radio_nobody_is_paired(tmp_path: Path) -> None:
    said = asyncio.run(viewmark("pair", f"radio:{DEVICE}", folder=tmp_path, exit_code=1))
    assert "Pairing needs the cable: plug it in" in said


def test_by_radio_one_that_is_not_known_there_is_said_to_want_a_cable_once(tmp_path: Path) -> None:
    said = asyncio.run(viewmark("sync", f"radio:{DEVICE}", *REGISTER, folder=tmp_path, exit_code=1))
    assert "cannot be known on the air yet. Sync it once over the cable." in said


def test_devices_lists_who_is_paired_since_when_and_who_is_known_on_the_air(viewmark: Any, tmp_path: Path) -> None:
    pairings = Pairings(tmp_path / PAIRINGS_FILE)
    pairings.add("VM-1", make_identity("v")[1])
    pairings.add("VM-2", make_identity("v")[1])
    pairings.keep_tag_key("VM-2", bytes(16))
    rows = json.loads(viewmark("devices", "--json", "--folder", str(tmp_path)).stdout)
    assert [(row["device_id"], row["known_on_air"]) for row in rows] == [("VM-1", False), ("VM-2", True)]
    assert [row["paired_s"] for row in rows] == [one.paired_s for one in pairings.all()]
    table = viewmark("devices", "--folder", str(tmp_path)).stdout
    assert table.count(time.strftime("%Y-%m-%d", time.gmtime(rows[0]["paired_s"]))) == 2
    assert table.count("known") == 1
