"""Sending what waits: the order is kept, one bad message stops no other, and none is dropped."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from viewmark.gateways.file_drop import FileDrop
from viewmark.gateways.http import HttpGateway
from viewmark.gateways.mailbox import MOST_TRIES, Mailbox
from viewmark.gateways.message import Message
from viewmark.gateways.port import Receipt
from viewmark.gateways.sending import Sending, send_waiting

from .conftest import generated_messages, message_saying
from .other_side import FAILS, GOOD, WRONG, OtherSide, Plan, http

Make = Callable[[Plan], OtherSide]
REFUSAL = http(b'{"detail": "no such addressee"}', "422 No", "application/problem+json").decode()


def send(mailbox: Mailbox, url: str, now_s: float = 1_000) -> Sending:
    async def run() -> Sending:
        async with HttpGateway(url, timeout_s=5) as gateway:
            return await send_waiting(mailbox, gateway, lambda: now_s)

    return asyncio.run(run())


def test_everything_arrives_in_the_order_in_which_it_was_put(mailbox: Mailbox, other_side: Make) -> None:
    messages, side = generated_messages(20), other_side(lambda message_id, times: GOOD)
    mailbox.put(messages, 1)
    assert send(mailbox, side.url) == Sending(sent=20)
    assert [key for key, *_ in side.rows()] == [one.id for one in messages]
    assert send(mailbox, side.url) == Sending() and side.requests.total() == 20


def test_a_refused_message_goes_to_the_dead_letters_with_the_reason_and_the_others_arrive(
    mailbox: Mailbox, other_side: Make
) -> None:
    messages = generated_messages(5)
    side = other_side(lambda message_id, times: REFUSAL if message_id == messages[2].id and times == 1 else GOOD)
    mailbox.put(messages, 1)
    assert send(mailbox, side.url) == Sending(sent=4, buried=1)
    (dead,) = mailbox.entries("dead")
    assert dead.id == messages[2].id and "no such addressee" in str(dead.error)
    mailbox.release(dead.id)
    assert send(mailbox, side.url).sent == 1 and len(side.rows()) == 5


def test_while_nobody_answers_all_wait_and_nothing_counts_as_a_try(mailbox: Mailbox, other_side: Make) -> None:
    mailbox.put(generated_messages(3), 1)
    away = "http://127.0.0.1:9/"
    result = send(mailbox, away)
    assert result.sent == 0 and "Nobody answers" in str(result.stopped)
    assert [(one.state, one.tries) for one in mailbox.entries()] == [("waiting", 0)] * 3
    assert send(mailbox, away, 1_001).stopped is None  # held off: it is not even asked


def test_a_side_that_fails_each_time_holds_all_off_and_in_the_end_they_are_dead_letters(
    mailbox: Mailbox, other_side: Make
) -> None:
    side = other_side(lambda message_id, times: FAILS)
    mailbox.put(generated_messages(4), 1)
    assert send(mailbox, side.url).failed == 3
    for day in range(200):
        send(mailbox, side.url, 100_000.0 * (day + 1))
    assert mailbox.counts() == {"waiting": 0, "sent": 0, "dead": 4}
    assert set(side.requests.values()) == {MOST_TRIES}


def test_a_receipt_for_another_message_is_not_believed_and_it_is_sent_again(mailbox: Mailbox, other_side: Make) -> None:
    side = other_side(lambda message_id, times: WRONG if times == 1 else GOOD)
    message = message_saying("a")
    mailbox.put([message], 1)
    assert send(mailbox, side.url).failed == 1 and mailbox.entry(message.id).state == "waiting"
    assert send(mailbox, side.url, 2_000).sent == 1 and len(side.rows()) == 1


def test_bytes_that_changed_in_the_mailbox_are_not_sent(mailbox: Mailbox, tmp_path: Path) -> None:
    class Never:
        name = "there"

        async def send(self, message: Message) -> Receipt:
            raise AssertionError(message.id)

    mailbox.put([message_saying("a"), message_saying("b")], 1)
    with sqlite3.connect(tmp_path / "laptop" / "gateway.sqlite") as other:
        (first,), (second,) = other.execute("SELECT content FROM messages ORDER BY number").fetchall()
        other.execute("UPDATE messages SET content = ? WHERE number = 2", (first,))
        other.execute("UPDATE messages SET content = ? WHERE number = 1", (second[:-1] + b"\0",))
    assert asyncio.run(send_waiting(mailbox, Never(), lambda: 1_000)).buried == 2
    assert all("changed in the mailbox" in str(one.error) for one in mailbox.entries("dead"))


def test_a_file_that_is_in_the_way_is_a_dead_letter_until_it_is_moved(mailbox: Mailbox, tmp_path: Path) -> None:
    message = message_saying("a")
    in_the_way = tmp_path / f"{message.id}.json"
    in_the_way.write_text("other")
    mailbox.put([message], 1)
    assert asyncio.run(send_waiting(mailbox, FileDrop(tmp_path), lambda: 1_000)).buried == 1
    in_the_way.unlink()
    mailbox.release(message.id)
    assert asyncio.run(send_waiting(mailbox, FileDrop(tmp_path), lambda: 1_000)).sent == 1
    assert in_the_way.read_bytes() == message.content
