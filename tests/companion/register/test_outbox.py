"""The outbox keeps everything until the register has acknowledged it, in order, through every fault."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewmark.register.answers import Answer, Query, parse_answer
from viewmark.register.client import RegisterClient
from viewmark.register.delivery import Delivery, deliver, put_check, put_photo, put_query
from viewmark.register.errors import KeyRefusedError, OutboxError, UnreachableError
from viewmark.register.outbox import MOST_WAIT_S, Outbox
from viewmark.register.server.generate import add_listed

LOG = bytes(8)
Make = Callable[[str], bytes]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.sqlite"


def send(outbox: Outbox, client: RegisterClient, now_s: float = 100, **more: Any) -> Delivery:
    async def run() -> Delivery:
        async with client:
            return await deliver(outbox, client, lambda: now_s, **more)

    return asyncio.run(run())


def test_everything_arrives_in_order_and_the_answer_comes_back(register: Any, path: Path, record: Make) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    outbox = Outbox(path)
    for sequence in (3, 1, 2):
        put_check(outbox, "device-1", LOG, sequence, record(""), 100)
    put_photo(outbox, b"photo", 100)
    put_query(outbox, "check-3/0", Query("ABC4567", "officer-1", "post-1", "customs act", maker="GLOCK"), 100)
    answers: list[tuple[str, Answer]] = []
    result = send(outbox, register.client(), on_answer=lambda key, answer: answers.append((key, answer)))
    assert (result.sent, result.stopped, outbox.state(100).waiting) == (5, None, 0)
    assert [row.sequence for row in register.store.check_rows(0, 10)] == [3, 1, 2]
    assert [(key, answer.answer) for key, answer in answers] == [("check-3/0", "hit")]


def test_what_was_put_outlives_the_process_and_is_put_once(path: Path) -> None:
    outbox = Outbox(path)
    assert outbox.put("photo", "a", b"1", 100)
    outbox.close()
    outbox = Outbox(path)
    assert not outbox.put("photo", "a", b"1", 200)
    (item,) = outbox.due(300)
    assert (item.payload, item.age_s(300)) == (b"1", 200)
    outbox.done(item.id)
    assert not outbox.put("photo", "a", b"1", 400) and not outbox.due(500)


def test_other_bytes_under_a_known_key_are_an_error_even_after_sending(path: Path) -> None:
    outbox = Outbox(path)
    outbox.put("check", "a", b"1", 100)
    outbox.done(outbox.due(100)[0].id)
    with pytest.raises(OutboxError, match="Keep both"):
        outbox.put("check", "a", b"2", 100)


def test_without_a_register_all_waits_and_the_order_stays(path: Path, record: Make, register: Any) -> None:
    outbox = Outbox(path, random=lambda: 1.0)
    for sequence in range(3):
        put_check(outbox, "device-1", LOG, sequence, record(""), 100)
    away = RegisterClient("http://127.0.0.1:9", "test-key", attempts=1)
    assert isinstance(send(outbox, away).stopped, UnreachableError)
    assert not outbox.due(101) and len(outbox.due(102)) == 3
    assert "Check the network" in str(outbox.state(101).held_error)
    assert send(outbox, register.client(), 103).sent == 3
    assert outbox.state(103).held_error is None
    assert [row.sequence for row in register.store.check_rows(0, 10)] == [0, 1, 2]


def test_a_wrong_key_parks_nothing(path: Path, record: Make, register: Any) -> None:
    outbox = Outbox(path)
    put_check(outbox, "device-1", LOG, 1, record(""), 100)
    register.key = "some-other-key"
    assert isinstance(send(outbox, register.client()).stopped, KeyRefusedError)
    assert (outbox.state(100).waiting, outbox.state(100).parked) == (1, 0)


def test_a_refusal_is_parked_with_its_reason_and_does_not_stop_the_others(
    path: Path, record: Make, register: Any
) -> None:
    outbox = Outbox(path)
    put_check(outbox, "device-1", LOG, 1, b"no check", 100)
    put_check(outbox, "device-1", LOG, 2, record(""), 100)
    result = send(outbox, register.client())
    assert (result.parked, result.sent) == (1, 1)
    (item,) = outbox.parked()
    assert "no check of a known format" in str(item.error) and item.payload
    assert send(outbox, register.client(), 10_000).sent == 0
    outbox.unpark(item.id)
    assert [one.id for one in outbox.due(10_000)] == [item.id]


def test_waiting_doubles_and_is_capped(path: Path) -> None:
    outbox = Outbox(path, random=lambda: 1.0)
    outbox.put("photo", "a", b"1", 0)
    (item,) = outbox.due(0)
    waits = [outbox.failed(item.id, 0, "slow") for _ in range(12)]
    assert waits[:4] == [2, 4, 8, 16] and waits[-1] == MOST_WAIT_S
    assert not outbox.due(MOST_WAIT_S - 1) and outbox.due(MOST_WAIT_S)[0].error == "slow"


def test_killed_between_sending_and_marking_it_is_sent_again_and_stored_once(
    path: Path, record: Make, register: Any
) -> None:
    outbox = Outbox(path)
    put_check(outbox, "device-1", LOG, 1, record(""), 100)

    async def sent_but_not_marked() -> None:
        async with register.client() as client:
            await client.send_check("device-1", LOG, 1, record(""))

    asyncio.run(sent_but_not_marked())
    assert send(Outbox(path), register.client()).sent == 1
    assert register.store.counts()["checks"] == 1


def test_a_file_that_is_no_outbox_is_refused_with_what_to_do(path: Path) -> None:
    path.write_bytes(b"not a database, but long enough to be read as one" * 40)
    with pytest.raises(OutboxError, match="Put it aside"):
        Outbox(path)


def test_only_what_is_done_is_sent_again(path: Path) -> None:
    outbox = Outbox(path)
    outbox.put("query", "waiting", b"1", 100)
    assert not outbox.send_again("query", "waiting", b"2", 100)
    assert not outbox.send_again("query", "unknown", b"2", 100)
    (item,) = outbox.due(100)
    assert item.payload == b"1"
    outbox.done(item.id)
    assert outbox.send_again("query", "waiting", b"2", 200)
    assert [one.payload for one in outbox.due(200)] == [b"2"]


class HalfBroken:
    """A register that takes checks and answers every query with what no answer may say."""

    def __init__(self) -> None:
        self.checks: list[int] = []

    async def query(self, query: Query) -> Answer:
        """Talk nonsense."""
        return parse_answer({"answer": "perhaps", "candidates": [], "asked_s": 1})

    async def send_check(self, device_id: str, log_id: bytes, sequence: int, record: bytes) -> bool:
        """Take a check."""
        self.checks.append(sequence)
        return True


@pytest.mark.parametrize("queries", [1, 5])
def test_queries_that_are_answered_with_nonsense_wait_and_hold_up_nothing_else(path: Path, queries: int) -> None:
    outbox = Outbox(path)
    for number in range(queries):
        put_query(outbox, f"query-{number}", Query("ABC4567", "officer-1", "post-1", "customs act"), 100)
    for sequence in (1, 2):
        put_check(outbox, "device-1", LOG, sequence, b"record", 100)
    register: Any = HalfBroken()
    result = asyncio.run(deliver(outbox, register, lambda: 100))
    assert (result.sent, result.failed, result.stopped) == (2, queries, None)
    assert register.checks == [1, 2]
    state = outbox.state(100)
    assert (state.waiting, state.parked, state.held_error) == (queries, 0, None)
    assert not outbox.due(100)


def test_nothing_that_waits_lies_readable_in_the_file(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    outbox.put("query", "one", b"SECRET1", 1)
    outbox.send_again("query", "one", b"SECRET2", 1, "waiting")
    content = b"".join(one.read_bytes() for one in tmp_path.glob("outbox.sqlite*"))
    assert b"SECRET" not in content and hashlib.sha256(b"SECRET2").hexdigest().encode() not in content
    assert [one.payload for one in outbox.due(1)] == [b"SECRET2"]
    outbox.close()


def test_an_outbox_from_before_boxes_sends_what_it_held_and_knows_what_was_sent(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox.sqlite").close()
    database = sqlite3.connect(tmp_path / "outbox.sqlite")
    insert = "INSERT INTO items (kind, key, payload, payload_sha256, state, added_s) VALUES ('check', ?, ?, ?, ?, 1)"
    digest = hashlib.sha256(b"SECRET1").hexdigest()
    database.execute(insert, ("waits", b"SECRET1", digest, "waiting"))
    database.execute(insert, ("sent", b"", digest, "done"))
    database.execute("PRAGMA user_version = 0")
    database.commit()
    database.close()
    outbox = Outbox(tmp_path / "outbox.sqlite")
    assert [(one.key, one.payload) for one in outbox.due(1)] == [("waits", b"SECRET1")]
    assert outbox.put("check", "waits", b"SECRET1", 2) is outbox.put("check", "sent", b"SECRET1", 2) is False
    with pytest.raises(OutboxError, match="Other bytes"):
        outbox.put("check", "sent", b"SECRET2", 2)
    assert b"SECRET" not in b"".join(one.read_bytes() for one in tmp_path.glob("outbox.sqlite*"))
    outbox.close()


def test_an_outbox_under_another_key_says_what_to_do(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    outbox.put("check", "one", b"record", 1)
    outbox.close()
    (tmp_path / "master.json").unlink()
    other = Outbox(tmp_path / "outbox.sqlite")
    with pytest.raises(OutboxError, match="Put the outbox aside"):
        other.due(1)
    other.close()
