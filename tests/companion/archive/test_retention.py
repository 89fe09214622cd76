"""Retention: what a check says is gone after its time, its tag stays, and nothing of it comes back."""

import asyncio
import hashlib
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.checks import RegisterAnswer
from viewmark.casework.retaining import erase_due
from viewmark.gateways.mailbox import MAILBOX_FILE, Mailbox
from viewmark.gateways.message import codes, make_message
from viewmark.gateways.port import Receipt
from viewmark_protocol.messages.downward import Candidate

from .test_seals import LOG, Filing, filing, keyless  # noqa: F401

DAY_S = 86400
NOW_S = 2_000_000_000
PHOTO = b"a photo with a holder's face"
DIGEST = hashlib.sha256(PHOTO).digest()


@pytest.fixture
def kept(filing: Filing) -> Filing:  # noqa: F811
    """Three checks that the register has, with an answer, an entry and a second reading."""
    filing.take(1, 2, 3)
    for one in filing.archive.checks():
        filing.archive.is_in_register(one.device_id, one.log_id, one.sequence)
    candidate = Candidate(register_id="W1", serial="SECRET1", status="stolen", matched_key="exact", disagrees=[])
    filing.archive.answers.file(RegisterAnswer("VM-1", LOG, 1, "near", 5, [candidate], ""))
    filed = filing.filed(1)
    filing.archive.entries.add(filed.key, "link", 5, "K7", {"kind": "person", "reference": "SECRET2"})
    filing.archive.readings.add(DIGEST, filed.key, 5, {"lines": [["SECRET3", 1.0]], "codes": []}, None)
    return filing


def erase(archive: Archive, days: int = 30, now_s: int = NOW_S) -> int:
    """Erase what is due."""
    return asyncio.run(erase_due(archive, days, now_s))


def test_nothing_of_a_check_is_left_in_the_files_but_its_tags(kept: Filing) -> None:
    sealed = kept.sealed[1]
    assert erase(kept.archive) == 3
    filed = kept.filed(1)
    assert (filed.check, filed.record, filed.erased_s, filed.seal) == (None, b"", NOW_S, "verified")
    assert filed.sealed == sealed[:16] + sealed[-16:]
    content = b"".join(one.read_bytes() for one in kept.archive.folder.glob("archive.sqlite*"))
    for word in (b"SECRET1", b"SECRET2", b"SECRET3", b"officer-1", sealed[16:-16], kept.contents[0]):
        assert word not in content


def test_the_deletion_is_recorded_and_the_verdict_still_shown(kept: Filing) -> None:
    erase(kept.archive)
    entries = kept.archive.entries.of(kept.filed(1).key)
    assert [(one.kind, one.who, one.content) for one in entries] == [
        ("link", "K7", {"erased": True}),
        ("erasure", "retention", {"after_days": 30}),
    ]
    row = kept.archive.lane.page(3)[-1]
    assert (row.verdict, row.serial) == ("clear", None)


def test_the_log_goes_on_to_verify_and_what_was_erased_is_not_asked_for_again(kept: Filing) -> None:
    kept.archive.retention.erase(("VM-1", LOG, 3), NOW_S, 30)
    assert kept.archive.cursor("VM-1", LOG) == 4
    assert kept.archive.missing_records("VM-1", LOG) == [] and kept.on_laptop() == 3
    before = kept.archive.sealed("VM-1", LOG, 3)
    assert before is not None and before[-16:] == kept.sealed[3][-16:]  # which the next record names


def test_what_was_erased_does_not_come_back_by_a_handheld(kept: Filing) -> None:
    erase(kept.archive)
    assert kept.take(1, 2, 3) == []
    assert kept.filed(1).record == b"" and kept.archive.count() == 0


def test_what_the_register_does_not_have_and_what_is_young_stays(filing: Filing) -> None:  # noqa: F811
    filing.take(1, 2, 3)
    assert erase(filing.archive) == 0
    first = filing.filed(1)
    filing.archive.is_in_register(first.device_id, first.log_id, first.sequence)
    assert erase(filing.archive, days=0) == 0
    assert erase(filing.archive, days=30, now_s=first.received_s + 29 * DAY_S) == 0
    assert erase(filing.archive, days=30, now_s=first.received_s + 31 * DAY_S) == 1


def test_a_check_whose_message_still_waits_for_a_gateway_stays_until_it_was_sent(kept: Filing) -> None:
    mailbox = Mailbox(kept.archive.folder / MAILBOX_FILE)
    message = make_message("siena", "SIENA", "none", "AT", *codes("H1", "B", "2"), kept.filed(2).id, {"serial": "AB1"})
    mailbox.put([message], NOW_S)
    assert erase(kept.archive) == 2 and kept.filed(2).check is not None
    mailbox.sent(mailbox.entry(message.id).number, Receipt(message.id, message.digest), NOW_S)
    mailbox.close()
    assert erase(kept.archive) == 1 and kept.filed(2).check is None


def test_a_photo_goes_with_its_last_check(archive: Archive, record: Any) -> None:
    archive.file_records("VM-1", LOG, [(1, record("A1", DIGEST)), (2, record("B2", DIGEST))], 5)
    archive.photos.add(DIGEST, 0, PHOTO)
    archive.photos.finish(DIGEST)
    archive.retention.erase(("VM-1", LOG, 1), NOW_S, 30)
    assert archive.photos.path(DIGEST).exists()
    archive.retention.erase(("VM-1", LOG, 2), NOW_S, 30)
    assert not archive.photos.path(DIGEST).exists()
