"""The simulated camera: its photo is the one that was captured, whatever the host lays before it afterwards."""

import os
import sys

from boards.sim.camera import FolderCamera

FOLDER = sys.argv[2]


def lay(name, content):
    """Replace a file as the host does."""
    with open(FOLDER + "/" + name + ".new", "wb") as file:
        file.write(content)
    os.rename(FOLDER + "/" + name + ".new", FOLDER + "/" + name)


def camera():
    lay("camera.grey", bytes(16))
    lay("camera.photo", b"first")
    return FolderCamera(FOLDER, 4, 4)


def test_a_photo_stays_the_one_that_was_captured():
    photo = camera().capture(bytearray(16))
    lay("camera.photo", b"the next weapon")
    assert photo.read(0, 100) == b"first"
    os.remove(FOLDER + "/camera.photo")
    assert (photo.size_bytes, photo.read(2, 100)) == (5, b"rst")


def test_a_hundred_captures_hold_one_file_open():
    one = camera()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(100):
        one.capture(bytearray(16))
    assert len(os.listdir("/proc/self/fd")) <= before + 1


def test_a_closed_photo_can_be_captured_over():
    one = camera()
    one.capture(bytearray(16)).close()
    assert one.capture(bytearray(16)).read(0, 5) == b"first"
