"""The desk tells what a sync had to leave aside, and shows no damaged photo as one that is coming."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from viewmark.devices.troubles import Troubles
from viewmark.laptop import Post
from viewmark.register.client import RegisterClient
from viewmark.ui.desk import Desk

DIGEST = bytes(32)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    client = RegisterClient("http://127.0.0.1:9", "test-key")
    one = Desk(tmp_path / "laptop", client, Post(), [])
    yield one
    one._laptop.close()
    asyncio.run(client.close())


def test_what_a_sync_left_aside_is_told_as_the_handhelds_trouble(desk: Desk) -> None:
    troubles = desk._laptop.handhelds.troubles["VM-1"] = Troubles()
    assert desk.troubles() == []
    troubles.note("list", "VM-1 does not take list 3.")
    assert desk.troubles() == [("handheld", "VM-1 does not take list 3.")]


def test_a_damaged_photo_is_missing_and_a_wanted_one_still_comes(desk: Desk) -> None:
    archive = desk._laptop.archive
    archive._database.execute("INSERT INTO photo VALUES (?, 'VM-1', 'wanted', 0)", (DIGEST,))
    assert desk.photo_state(DIGEST) == "wanted"
    archive.photo_is_damaged("VM-1", DIGEST)
    assert desk.photo_state(DIGEST) is None
    archive.photo_is_here(DIGEST)
    assert desk.photo_state(DIGEST) == "here"
