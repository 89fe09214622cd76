"""Looking into the mailbox: what waits, arrived and failed of each profile, and what a message says while here."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from viewmark.gateways.errors import MailboxError
from viewmark.gateways.file_drop import FileDrop
from viewmark.gateways.looking import MailboxLook
from viewmark.gateways.mailbox import MAILBOX_FILE, Mailbox
from viewmark.gateways.sending import send_waiting

from .conftest import message_saying


@pytest.fixture
def folder(tmp_path: Path, mailbox: Mailbox) -> Path:
    """A laptop's folder, in whose mailbox one message arrived, one was refused and one waits."""
    (tmp_path / "drop").mkdir()
    mailbox.put([message_saying("arrives")], 100)
    asyncio.run(send_waiting(mailbox, FileDrop(tmp_path / "drop"), lambda: 200.0))
    mailbox.put([message_saying("refused"), message_saying("waits")], 300)
    mailbox.bury(2, "no such country")
    return tmp_path / "laptop"


def test_each_state_is_counted_with_the_newest_that_arrived_and_that_failed(folder: Path) -> None:
    (tally,) = MailboxLook(folder).tallies().values()
    assert (tally.waiting, tally.sent, tally.dead) == (1, 1, 1)
    assert tally.last_sent is not None and tally.last_sent.sent_s == 200
    assert tally.last_failed is not None and tally.last_failed.error == "no such country"


def test_a_long_list_is_read_page_by_page_the_newest_first(folder: Path) -> None:
    look = MailboxLook(folder)
    assert [one.number for one in look.page(2)] == [3, 2]
    assert [one.number for one in look.page(2, before=2)] == [1]
    assert [one.number for one in look.page(9, state="dead")] == [2]
    assert look.page(9, profile="etrace") == []


def test_what_a_message_says_is_read_until_it_arrived(folder: Path) -> None:
    look = MailboxLook(folder)
    waits, _, arrived = look.page(3)
    said = look.message(waits)
    assert said is not None and said.body == {"text": "waits"}
    assert look.message(arrived) is None


def test_where_nothing_was_ever_put_the_mailbox_is_empty_and_none_is_made(tmp_path: Path) -> None:
    look = MailboxLook(tmp_path)
    assert (look.tallies(), look.holds(), look.page(9), look.entry("siena-1")) == ({}, {}, [], None)
    assert not (tmp_path / MAILBOX_FILE).exists()


def test_a_gateway_that_was_away_is_told_with_the_reason(folder: Path, mailbox: Mailbox) -> None:
    until_s = mailbox.hold("https://away", 400, "nobody answers")
    assert MailboxLook(folder).holds()["https://away"] == ("https://away", until_s, "nobody answers")


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + bytes(200)])
def test_a_damaged_mailbox_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MAILBOX_FILE).write_bytes(content)
    for look in (MailboxLook(tmp_path).tallies, MailboxLook(tmp_path).holds, lambda: MailboxLook(tmp_path).page(9)):
        with pytest.raises(MailboxError, match="Restore it from a copy"):
            look()


def test_a_mailbox_of_before_times_of_tries_is_read_as_it_lies_and_gets_them_when_it_is_used(
    folder: Path, mailbox: Mailbox
) -> None:
    mailbox._db.execute("ALTER TABLE messages DROP COLUMN tried_s")  # pyright: ignore[reportPrivateUsage]
    (first, *_) = MailboxLook(folder).page(9)
    assert first.tried_s is None
    with closing(Mailbox(folder / MAILBOX_FILE)) as again:
        again.begin(first.number, "there", 5)
    found = MailboxLook(folder).entry(first.id)
    assert found is not None and found.tried_s == 5


def test_a_receipt_that_is_no_json_is_damage_too(folder: Path, mailbox: Mailbox) -> None:
    mailbox._db.execute("UPDATE messages SET receipt = '{' WHERE number = 1")  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(MailboxError, match="cannot be read"):
        MailboxLook(folder).tallies()
