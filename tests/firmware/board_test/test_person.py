"""Who sees a simulated board answers by what is seen, and says no where nothing is."""

import zlib

import pytest

from viewmark.handheld.board_test.person import Seen, answer

PIXELS = bytes(range(64))


@pytest.mark.parametrize(
    ("wanted", "seen", "key"),
    [
        ({"key": "up"}, None, "up"),
        ({"light": 4}, Seen([""], b"", 4), "ok"),
        ({"light": 4}, Seen([""], b"", 5), "back"),
        ({"light": 0}, Seen([""], b"", 0), "ok"),
        ({"picture_crc32": zlib.crc32(PIXELS)}, Seen([""], PIXELS, 0), "ok"),
        ({"picture_crc32": zlib.crc32(PIXELS)}, Seen([""], PIXELS[:-1] + b"\0", 0), "back"),
        ({"light": 4}, None, "back"),
        ({}, Seen([""], PIXELS, 0), "back"),
    ],
)
def test_the_answer_is_what_is_seen(wanted: dict, seen: Seen | None, key: str) -> None:
    assert answer(wanted, seen) == key
