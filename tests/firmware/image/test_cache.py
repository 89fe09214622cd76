"""An image is built once and kept: whole for whoever opens it, and anew when anything has changed."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from viewmark.errors import HandheldError
from viewmark.handheld import image
from viewmark.handheld.image import firmware_image

BUILD = """
import hashlib, sys
from pathlib import Path
from viewmark import places
places.firmware = lambda: Path(sys.argv[1])
from viewmark.handheld.image import firmware_image
path = firmware_image()
print(path, hashlib.sha256(path.read_bytes()).hexdigest())
"""
LONG_AGO_S = 7 * 86400


def test_the_same_sources_give_the_same_path_and_bytes(firmware):
    path = firmware_image()
    first = path.read_bytes()
    path.unlink()
    assert firmware_image() == path
    assert path.read_bytes() == first


def test_what_is_there_is_not_built_again(firmware, monkeypatch):
    path = firmware_image()
    monkeypatch.setattr(image, "compile_source", None)
    assert firmware_image() == path


def test_a_changed_source_gives_another_image(firmware):
    path = firmware_image()
    (firmware / "utc.py").write_text("def date(seconds):\n    return ''\n")
    assert firmware_image() != path


@pytest.mark.parametrize("damage", [lambda whole: b"", lambda whole: whole[:-1], lambda whole: b"\0" + whole[1:]])
def test_a_damaged_image_is_built_anew(firmware, damage):
    path = firmware_image()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert firmware_image() == path
    assert path.read_bytes() == whole


def test_builds_at_once_all_return_the_same_whole_image(firmware):
    command = [sys.executable, "-c", BUILD, str(firmware)]
    building = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = {one.communicate(timeout=60)[0].strip() for one in building}
    path = firmware_image()
    assert told == {f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}"}
    assert list(path.parent.iterdir()) == [path]


def test_old_images_go_and_what_another_process_may_be_about_to_open_stays(firmware):
    folder = firmware_image().parent
    long_ago_s = time.time() - LONG_AGO_S
    for number in range(8):
        (folder / f"sim-{number}.romfs").touch()
        if number < 4:
            os.utime(folder / f"sim-{number}.romfs", (long_ago_s + number, long_ago_s + number))
    (firmware / "utc.py").write_text("")
    path = firmware_image()
    left = {one.name for one in folder.iterdir()}
    assert {path.name} | {f"sim-{number}.romfs" for number in range(4, 8)} <= left
    assert not {f"sim-{number}.romfs" for number in range(4)} & left


def test_an_image_in_use_never_grows_old(firmware):
    path = firmware_image()
    os.utime(path, (0, 0))
    firmware_image()
    assert time.time() - path.stat().st_mtime < LONG_AGO_S


def test_without_a_checkout_it_lies_in_the_users_cache(firmware, tmp_path, monkeypatch):
    (tmp_path / "companion").rmdir()
    monkeypatch.setattr(image.platformdirs, "user_cache_path", lambda name: tmp_path / "cache" / name)
    assert firmware_image().parent == tmp_path / "cache" / "viewmark" / "firmware"


def test_a_folder_that_cannot_be_written_is_named(firmware, tmp_path: Path):
    (tmp_path / "build").write_text("a file where the folder should be")
    with pytest.raises(HandheldError, match=r"cannot be kept.*build/firmware"):
        firmware_image()
