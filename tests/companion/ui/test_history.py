"""The history of a check: each kind of entry is a sentence, also once the check was erased after its time."""

from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import expect

from viewmark.archive.archive import Archive
from viewmark.archive.entries import ERASURE, KINDS, Entry
from viewmark.ui.history import told_of

from .conftest import DEVICE, LOG, id_of
from .test_work_pages import At
from .test_work_pages import at as at

_RECORD = {"register_id": "W1", "serial": "AB1", "maker": "GLOCK"}
_MARK: dict[str, Any] = {"firearm": 0, "component": "frame", "kind": "serial", "before": None}
SAID: list[tuple[str, dict[str, Any], str]] = [
    ("correction", _MARK | {"now": "AB2", "reason": "looked"}, "corrected frame, serial: nothing to AB2. looked"),
    (
        "decision",
        _RECORD | {"decision": "another-weapon", "reason": "calibre"},
        "decided that W1 (AB1) is another weapon. calibre",
    ),
    (
        "confirmation",
        _RECORD | {"authority": "Police", "reference": "7", "reason": ""},
        "recorded that Police, reference 7, confirmed W1 (AB1).",
    ),
    ("link", {"kind": "vehicle", "reference": "AB-1"}, "linked vehicle AB-1"),
    (
        "link",
        {
            "kind": "person",
            "reference": "P1",
            "relation": "holder",
            "source": "document",
            "confidence": "not-stated",
        },
        "linked person P1: holder; known from: document; how sure: not stated",
    ),
    ("assessment", {"technical_state": "privately-made", "stated": []}, "said that it is privately made"),
    ("trace", {"given": {}, "sent": True, "number": 1}, "sent a trace request"),
    ("trace", {"given": {}, "sent": False, "number": 1}, "kept a draft of a trace request"),
    (
        "trace-state",
        {"number": 2, "state": "answered", "level": "established-otherwise", "note": "sold in 1998"},
        "said that trace request 2 is answered, established by other means. sold in 1998",
    ),
    (
        "trace-state",
        {"number": 1, "state": "sent", "level": "pending", "note": ""},
        "said that trace request 1 is sent, pending.",
    ),
    ("attachment", {"firearm": 2, "name": "bullet.x3p"}, "attached bullet.x3p to firearm 2"),
    ("operation", {"operation": "action-day"}, "joined it to operation action-day"),
    (
        "operation",
        {"operation": "action-day", "left": True, "reason": "met by chance"},
        "took it out of operation action-day. met by chance",
    ),
    *(
        ("message", {"message": "siena-1", "profile": "siena", "addressee": "AT", "act": act}, said)
        for act, said in (
            ("put", "put a message for siena, to AT, into the mailbox"),
            ("sent", "had a message sent by siena, to AT"),
            ("released", "had a message by siena, to AT, sent again"),
        )
    ),
    (ERASURE, {"after_days": 30}, "erased what it says, after 30 days"),
]


@pytest.mark.parametrize(("kind", "content", "sentence"), SAID)
def test_each_entry_is_a_sentence_of_who_made_it(kind: str, content: dict[str, Any], sentence: str) -> None:
    assert told_of(Entry(1, kind, 5, "K7", content)) == sentence


def test_no_kind_of_entry_is_left_out() -> None:
    assert {kind for kind, *_ in SAID} == set(KINDS)


@pytest.mark.parametrize("kind", [one for one in KINDS if one != ERASURE])
def test_of_an_erased_entry_it_is_said_what_it_was(kind: str) -> None:
    assert told_of(Entry(1, kind, 5, "K7", {"erased": True})).endswith(", erased after its time")


def test_a_check_that_is_erased_while_its_page_is_open_shows_what_is_left(at: At) -> None:
    page = at.page
    at.go(f"/check/{id_of(1)}")
    page.get_by_test_id("trace-open").click()
    page.get_by_test_id("trace-circumstances").fill("under the seat")
    page.get_by_test_id("trace-keep").click()
    expect(page.get_by_test_id("entry-told")).to_have_text("kept a draft of a trace request")
    key = (DEVICE, LOG, 1)
    with closing(Archive(at.app.folder)) as archive:
        for kind, content, _ in SAID:
            if kind not in (ERASURE, "attachment"):
                archive.entries.add(key, kind, 5, "K7", content)
        archive.retention.erase(key, 1_790_100_000, 30)
    for _ in range(2):
        expect(page.get_by_test_id("unreadable-check")).to_contain_text("erased after its time")
        expect(page.get_by_test_id("entry-told")).to_have_count(len(SAID))
        expect(page.get_by_test_id("entry-told").last).to_have_text("erased what it says, after 30 days")
        page.reload()
