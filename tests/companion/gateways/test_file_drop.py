"""The file drop: a file is whole or not there, is there once, and is never written over."""

import asyncio
import errno
import os
from pathlib import Path

import pytest

from viewmark.gateways.errors import AwayError, RefusedError
from viewmark.gateways.file_drop import FileDrop
from viewmark.gateways.message import Message
from viewmark.gateways.port import Receipt, believed

from .conftest import message_saying

MESSAGE = message_saying("a")
NAME = f"{MESSAGE.id}.json"


def drop(folder: Path, message: Message = MESSAGE) -> Receipt:
    return believed(asyncio.run(FileDrop(folder).send(message)), message)


def test_a_message_is_a_file_of_its_id_and_the_same_again_is_its_receipt(tmp_path: Path) -> None:
    assert drop(tmp_path) == drop(tmp_path) == Receipt(MESSAGE.id, MESSAGE.digest, NAME)
    assert [one.name for one in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_bytes() == MESSAGE.content


@pytest.mark.parametrize("content", [b"", b"other", MESSAGE.content[:-1], MESSAGE.content[:-2] + b"~}"])
def test_another_file_of_that_name_is_left_as_it_is_and_the_message_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(RefusedError, match="Look whose it is"):
        drop(tmp_path)
    assert (tmp_path / NAME).read_bytes() == content


@pytest.mark.skipif(os.name != "posix", reason="Windows has neither such links nor pipes in folders")
@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_what_is_no_plain_file_is_neither_followed_nor_waited_for(tmp_path: Path, kind: str) -> None:
    folder, outside = tmp_path / "drop", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(MESSAGE.content)
    target = folder / NAME
    if kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    else:
        target.symlink_to(outside if kind == "link" else tmp_path / "nothing")
    with pytest.raises(RefusedError):
        drop(folder)
    assert outside.read_bytes() == MESSAGE.content and not (tmp_path / "nothing").exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows makes no such links for everybody")
def test_the_part_of_a_killed_send_is_taken_away_and_a_link_in_its_place_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "drop", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"mine")
    part = folder / f".{MESSAGE.id}.part"
    part.symlink_to(outside)
    drop(folder)
    part.write_bytes(MESSAGE.content[:9])
    drop(folder)
    assert [one.name for one in folder.iterdir()] == [NAME] and outside.read_bytes() == b"mine"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(AwayError, match=r"is no folder\. Mount or make it"):
        drop(tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_full_or_broken_disk_leaves_no_file_that_could_be_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(AwayError, match="No space left on device"):
            drop(tmp_path)
    assert not list(tmp_path.iterdir())
    assert drop(tmp_path)


def test_a_stick_that_knows_no_links_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert drop(tmp_path) == drop(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [NAME]
