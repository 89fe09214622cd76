"""A register that is down, fails, is silent, talks nonsense or dies: the checks wait on the laptop and go out later."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from faulty import BROKEN, GARBAGE, SILENT, faulty_register
from parts import NOBODY, checked, laptop_at, records, running_handheld, running_register, sync, until, words

from viewmark.demo.registry import API_KEY
from viewmark.handheld.officer import Officer
from viewmark.laptop import Laptop
from viewmark.register.client import RegisterClient

TIMEOUT_S = 0.3


def answers(laptop: Laptop) -> list[str]:
    """Return the newest answer's word to every check, oldest check first."""
    known = [
        laptop.archive.answer(one.device_id, one.log_id, one.sequence) for one in reversed(laptop.archive.checks())
    ]
    return [answer.word if answer else "nothing" for answer in known]


async def deliver_all(laptop: Laptop) -> None:
    """Deliver until nothing waits; what was held off after a failure goes out when its time has come."""
    async with asyncio.timeout(30):
        while laptop.outbox.state(int(time.time())).waiting:
            laptop.outbox.release()
            await laptop.deliver()


@pytest.mark.parametrize("answer", [BROKEN, SILENT, GARBAGE])
def test_while_the_register_fails_checks_are_filed_and_every_answer_is_queued(
    unsynced: Any, tmp_path: Path, answer: bytes
) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with (
            faulty_register(answer) as url,
            running_handheld(flash) as handheld,
            laptop_at(tmp_path / "laptop", url, TIMEOUT_S) as laptop,
        ):
            await sync(handheld, laptop)
            assert records(laptop) == unsynced.records
            assert answers(laptop) == ["queued"] * 5
            state = laptop.outbox.state(int(time.time()))
            assert (state.waiting, state.done, state.parked) == (15, 0, 0)
            assert state.held_error is not None
            history = await Officer(handheld).history()
            assert [history[sequence][2] for sequence in sorted(history)] == ["queued"] * 5

    asyncio.run(run())


def test_a_register_that_is_down_says_so_and_that_nothing_is_lost(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop", NOBODY) as laptop:
            await sync(handheld, laptop)
            error = laptop.outbox.state(int(time.time())).held_error
            assert error == ("Nobody answers at the register's address. Check the network; what is unsent stays here.")

    asyncio.run(run())


def test_when_the_register_comes_back_queued_answers_turn_into_real_ones_on_the_handheld(
    unsynced: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld:
            async with laptop_at(tmp_path / "laptop", NOBODY) as laptop:
                await sync(handheld, laptop)
                assert answers(laptop) == ["queued"] * 5
            async with (
                running_register(tmp_path / "register") as register,
                laptop_at(tmp_path / "laptop", register.url) as laptop,
            ):
                laptop.outbox.release()
                await sync(handheld, laptop)
                assert answers(laptop) == ["none"] * 5
                history = await Officer(handheld).history()
                assert [history[sequence][2] for sequence in sorted(history)] == ["none"] * 5

    asyncio.run(run())


def test_a_register_killed_in_mid_delivery_stores_every_check_once(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_register(tmp_path / "register") as register:
            async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop", NOBODY) as laptop:
                await sync(handheld, laptop)
            async with laptop_at(tmp_path / "laptop", register.url) as laptop:
                for sent in (1, 4, 9):
                    laptop.outbox.release()
                    delivering = asyncio.create_task(laptop.deliver())
                    await until(
                        lambda sent=sent: laptop.outbox.state(0).done >= sent or delivering.done()  # noqa: B023
                    )
                    await register.kill()
                    await delivering
                    await register.start()
                await deliver_all(laptop)
                assert answers(laptop) == ["none"] * 5
                async with RegisterClient(register.url, API_KEY) as client:
                    counts = await client.counts()
                assert (counts["checks"], counts["photos"]) == (5, 5)
                assert laptop.archive.not_in_register() == []

    asyncio.run(run())


def test_the_registers_answer_is_shown_while_the_check_is_still_on_the_screen(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with (
            running_register(tmp_path / "register", ("TLC548136", "TAURUS")) as register,
            running_handheld(tmp_path / "handheld") as handheld,
            laptop_at(tmp_path / "laptop", register.url) as laptop,
        ):
            await sync(handheld, laptop)
            (screen,) = await checked(handheld, photo)
            assert screen.texts[0] == "!! HIT", screen.texts
            await sync(handheld, laptop)
            await handheld.wait_for(lambda shown: "Register: hit, 1 candidate" in words(shown), 10)

    asyncio.run(run())


def test_an_overlong_answer_reaches_the_handheld_cut_to_what_it_can_show(unsynced: Any, tmp_path: Path) -> None:
    import json

    from faulty import http

    candidate = {"register_id": "W1", "serial": "A1", "matched_key": "exact", "status": "stolen", "disagrees": []}
    candidate["maker"] = "[red]\ud800" + "M" * 50_000
    verbose = http(json.dumps({"answer": "near", "candidates": [candidate] * 6, "asked_s": 1, "stored": True}).encode())

    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with (
            faulty_register(verbose) as url,
            running_handheld(flash) as handheld,
            laptop_at(tmp_path / "laptop", url) as laptop,
        ):
            await sync(handheld, laptop)
            assert answers(laptop) == ["near"] * 5
            history = await Officer(handheld).history()
            assert [history[sequence][2] for sequence in sorted(history)] == ["near"] * 5

    asyncio.run(run())
