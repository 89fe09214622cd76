"""COBS: no zero inside, at most one byte in 254 more, and one encoding only that we write."""

from protocol_helpers import Dice, refusal

from viewmark_protocol.errors import FrameError
from viewmark_protocol.frames.cobs import decode, encode

UP_TO_254 = bytes(range(1, 255))
EXAMPLES = (
    (b"", b"\x01"),
    (b"\x00", b"\x01\x01"),
    (b"\x00\x00", b"\x01\x01\x01"),
    (b"\x11\x22\x00\x33", b"\x03\x11\x22\x02\x33"),
    (b"\x11\x22\x33\x44", b"\x05\x11\x22\x33\x44"),
    (b"\x11\x00\x00\x00", b"\x02\x11\x01\x01\x01"),
    (UP_TO_254, b"\xff" + UP_TO_254),
    (b"\x00" + UP_TO_254, b"\x01\xff" + UP_TO_254),
    (UP_TO_254 + b"\xff", b"\xff" + UP_TO_254 + b"\x02\xff"),
    (UP_TO_254 + b"\x00", b"\xff" + UP_TO_254 + b"\x01\x01"),
    (UP_TO_254[1:] + b"\xff\x00", b"\xff" + UP_TO_254[1:] + b"\xff\x01\x01"),
)


def test_examples_of_the_literature():
    for data, stuffed in EXAMPLES:
        assert encode(data) == stuffed
        assert decode(stuffed) == data


def test_every_length_comes_back_without_a_zero_on_the_way():
    dice = Dice(5)
    for size in list(range(20)) + list(range(250, 260)) + [507, 508, 509, 762, 1000]:
        for data in (bytes(size), b"\x07" * size, dice.bytes(size)):
            stuffed = encode(data)
            assert b"\0" not in stuffed
            assert len(stuffed) <= size + 1 + size // 254
            assert decode(stuffed) == data


def test_a_block_that_reaches_beyond_the_end_is_refused():
    for stuffed in (b"\x02", b"\x05abc", b"\xff" + b"a" * 253):
        refusal(FrameError, decode, stuffed)


def test_a_zero_inside_is_refused():
    for stuffed in (b"\x00", b"\x03a\x00", b"\x01\x00\x01"):
        refusal(FrameError, decode, stuffed)
