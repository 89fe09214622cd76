"""The mailbox loses nothing: what waits waits, what died is kept with its reason, what was sent with its receipt."""

import sqlite3
from pathlib import Path

import pytest

from viewmark.gateways.errors import MailboxError
from viewmark.gateways.mailbox import MOST_TRIES, MOST_WAIT_S, Mailbox
from viewmark.gateways.message import Message
from viewmark.gateways.port import Receipt

from .conftest import generated_messages, message_saying

NOW_S = 1_000


def number_of(mailbox: Mailbox, message: Message) -> int:
    return mailbox.entry(message.id).number


def test_what_was_put_outlives_the_process_and_is_put_once(tmp_path: Path) -> None:
    path, message = tmp_path / "gateway.sqlite", message_saying("a")
    first = Mailbox(path)
    assert first.put([message], NOW_S) == [True]
    first.close()
    second = Mailbox(path)
    assert second.put([message], NOW_S) == [False]
    due = second.due("there", NOW_S)
    assert due is not None and due[1] == message.content and due[0].codes == "H1 B2"
    second.close()


def test_a_sent_message_keeps_its_receipt_loses_its_content_and_is_never_put_again(mailbox: Mailbox) -> None:
    message = message_saying("a")
    mailbox.put([message], NOW_S)
    mailbox.sent(number_of(mailbox, message), Receipt(message.id, message.digest, "L-7"), NOW_S + 1)
    entry = mailbox.entry(message.id)
    assert (entry.state, entry.sent_s, entry.digest) == ("sent", NOW_S + 1, message.digest)
    assert entry.receipt == {"message_id": message.id, "digest": message.digest, "reference": "L-7"}
    assert mailbox.put([message], NOW_S + 2) == [False] and mailbox.due("there", NOW_S + 2) is None


def test_no_serial_lies_open_in_the_mailbox_and_none_is_left_of_it_once_it_is_sent(tmp_path: Path) -> None:
    path, message = tmp_path / "gateway.sqlite", message_saying("SERIAL-77")
    mailbox = Mailbox(path)
    mailbox.put([message], NOW_S)
    assert b"SERIAL-77" not in b"".join(one.read_bytes() for one in tmp_path.iterdir())
    mailbox.sent(number_of(mailbox, message), Receipt(message.id, message.digest), NOW_S)
    mailbox.close()
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT content FROM messages").fetchall() == [(b"",)]


def test_all_messages_of_a_check_are_put_or_none(mailbox: Mailbox, tmp_path: Path) -> None:
    messages = generated_messages(5)
    with sqlite3.connect(tmp_path / "laptop" / "gateway.sqlite") as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON messages WHEN NEW.id = '"
            + messages[3].id
            + "' BEGIN SELECT raise(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(MailboxError, match=r"disk is full.*Make room"):
        mailbox.put(messages, NOW_S)
    assert mailbox.counts() == {"waiting": 0, "sent": 0, "dead": 0}


def test_a_failed_message_waits_longer_each_time_but_not_for_ever_and_others_go_on(mailbox: Mailbox) -> None:
    first, second = message_saying("a"), message_saying("b")
    mailbox.put([first, second], NOW_S)
    waits = []
    for _ in range(12):
        mailbox.failed(number_of(mailbox, first), NOW_S, "no answer")
        waits.append(mailbox.entry(first.id).next_s - NOW_S)
    assert waits == sorted(waits) and waits[:3] == [2, 4, 8] and waits[-1] == MOST_WAIT_S
    due = mailbox.due("there", NOW_S)
    assert due is not None and due[0].id == second.id


def test_after_its_last_try_a_message_is_a_dead_letter_with_the_reason_until_a_person_releases_it(
    mailbox: Mailbox,
) -> None:
    message = message_saying("a")
    mailbox.put([message], NOW_S)
    number = number_of(mailbox, message)
    mailbox.begin(number, "there", 5)
    assert [mailbox.failed(number, NOW_S, "no answer") for _ in range(MOST_TRIES)] == [True] * (MOST_TRIES - 1) + [
        False
    ]
    entry = mailbox.entry(message.id)
    assert entry.state == "dead" and entry.error == f"It was tried {MOST_TRIES} times. The last time: no answer"
    assert mailbox.due("there", NOW_S * 1000) is None
    mailbox.release(message.id)
    due = mailbox.due("there", NOW_S)
    assert due is not None and (due[0].tries, due[1]) == (0, message.content)
    with pytest.raises(MailboxError, match="no dead letter"):
        mailbox.release(message.id)


def test_what_was_begun_at_one_gateway_is_sent_on_there_alone(mailbox: Mailbox) -> None:
    message = message_saying("a")
    mailbox.put([message], NOW_S)
    number = number_of(mailbox, message)
    mailbox.begin(number, "there", 5)
    mailbox.begin(number, "elsewhere", 6)
    assert mailbox.due("elsewhere", NOW_S) is None and mailbox.due("there", NOW_S) is not None
    mailbox.bury(number, "refused")
    mailbox.release(message.id, is_elsewhere=True)
    assert mailbox.due("elsewhere", NOW_S) is not None


def test_a_gateway_that_is_away_holds_its_own_messages_back_and_no_others(mailbox: Mailbox) -> None:
    mailbox.put([message_saying("a")], NOW_S)
    until_s = mailbox.hold("there", NOW_S, "nobody answers")
    assert until_s == NOW_S + 2 and mailbox.hold("there", NOW_S, "nobody answers") == NOW_S + 4
    assert mailbox.due("there", NOW_S) is None and mailbox.due("there", NOW_S + 4) is not None
    assert mailbox.due("elsewhere", NOW_S) is not None
    mailbox.try_now("there")
    assert mailbox.due("there", NOW_S) is not None


def test_messages_of_one_profile_are_sent_alone(mailbox: Mailbox) -> None:
    siena, (sis,) = generated_messages(1), generated_messages(1, "sis")
    mailbox.put([sis, *siena], NOW_S)
    assert mailbox.waiting_profiles("there") == ["siena", "sis"]
    due = mailbox.due("there", NOW_S, "siena")
    assert due is not None and due[0].id == siena[0].id


def test_there_is_one_sender_at_a_time(mailbox: Mailbox, tmp_path: Path) -> None:
    other = Mailbox(tmp_path / "laptop" / "gateway.sqlite")
    with mailbox.only_sender(), pytest.raises(MailboxError, match="Another process is sending"), other.only_sender():
        pass
    with other.only_sender():
        pass
    other.close()


def test_a_file_that_is_no_mailbox_is_left_alone_and_said(tmp_path: Path) -> None:
    path = tmp_path / "gateway.sqlite"
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    with pytest.raises(MailboxError, match="cannot be opened"):
        Mailbox(path)
    assert path.read_bytes().startswith(b"no database")
