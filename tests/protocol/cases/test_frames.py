"""Frames on the pipe: found whatever stands around them, and never taken when a byte of them changed."""

from protocol_helpers import Dice, refusal

from viewmark_protocol.errors import FrameError
from viewmark_protocol.frames.frame import (
    ACKNOWLEDGE,
    DATA,
    EMPTY_FRAME,
    OPEN,
    OVERHEAD_BYTES,
    FrameReader,
    decode,
    encode,
)

FRAMES = (
    (OPEN, 0x11, 0, b"\x11\x22\x33\x44\x10\x00\x08"),
    (DATA, 0x11, 0x3344, b"hello"),
    (DATA, 0, 65535, bytes(40)),
    (DATA, 255, 0, bytes(range(256))),
    (ACKNOWLEDGE, 0x11, 0x3345, b""),
    (ACKNOWLEDGE, 0x11, 0, b"\x05"),
)
MOST = 256


def found(chunks):
    reader = FrameReader(MOST)
    frames = [one for chunk in chunks for one in reader.feed(chunk)]
    return [one and (one.kind, one.connection, one.sequence, one.payload) for one in frames], reader


def test_each_frame_whole():
    for one in FRAMES:
        assert found([encode(*one)])[0] == [one]


def test_each_frame_byte_by_byte():
    for one in FRAMES:
        data = encode(*one)
        frames, reader = found([data[at : at + 1] for at in range(len(data))])
        assert frames == [one]
        assert reader.damaged == 0


def test_each_frame_five_times_in_one_buffer():
    for one in FRAMES:
        assert found([encode(*one) * 5])[0] == [one] * 5


def test_all_frames_cut_at_any_place():
    data = b"".join([encode(*one) for one in FRAMES])
    for at in range(0, len(data), 3):
        assert found([data[:at], data[at:]])[0] == list(FRAMES)


def test_text_between_frames_is_log():
    data = b"MPY: soft reboot\r\n" + encode(*FRAMES[0]) + b">>> \n" + encode(*FRAMES[1]) + b"bye\0"
    frames, reader = found([data])
    assert frames == [FRAMES[0], FRAMES[1]]
    assert reader.log == "MPY: soft reboot\r\n>>> \nbye"
    assert reader.damaged == 0


def test_the_log_does_not_grow_without_end():
    reader = FrameReader(MOST)
    for _ in range(100):
        list(reader.feed(b"x" * 100 + b"\0"))
    assert len(reader.log) == 2048


def test_junk_between_frames_is_counted_and_costs_no_frame():
    for junk in (b"\xff\xfe\x80", b"\x05\x01", bytes(range(1, 200))):
        frames, reader = found([junk + encode(*FRAMES[0]) + junk + encode(*FRAMES[1]) + junk + b"\0"])
        assert frames == [FRAMES[0], FRAMES[1]]
        assert reader.damaged == 3


def test_an_empty_frame_is_told_apart_from_delimiters():
    assert found([EMPTY_FRAME])[0] == [None]
    assert found([b"\0" * 20])[0] == []


def test_an_overlong_frame_costs_itself_and_no_memory():
    reader = FrameReader(MOST)
    for _ in range(200):
        assert list(reader.feed(b"\x80" * 100)) == []
        assert len(reader._buffer) <= MOST + OVERHEAD_BYTES + 2
    frames = list(reader.feed(encode(*FRAMES[1])))
    assert [one.payload for one in frames] == [b"hello"]
    assert reader.damaged == 1


def test_the_largest_frame_just_fits():
    for payload in (bytes(MOST), b"\x01" * MOST, b"\xff" * MOST):
        assert found([encode(DATA, 1, 2, payload)])[0] == [(DATA, 1, 2, payload)]
    frames, reader = found([encode(DATA, 1, 2, bytes(MOST + 20))])
    assert frames == [] and reader.damaged == 1


def test_every_single_flipped_byte_is_detected():
    for one in FRAMES:
        data = encode(*one)
        for place in range(1, len(data) - 1):
            for bits in (1, 2, 4, 8, 16, 32, 64, 128, 255, data[place]):
                changed = bytearray(data)
                changed[place] ^= bits
                for arrived in found([bytes(changed) + b"\0"])[0]:
                    raise AssertionError((one, place, bits, arrived))


def test_a_frame_behind_a_damaged_one_arrives():
    data = encode(*FRAMES[1])
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x20
        assert found([bytes(changed) + encode(*FRAMES[0])])[0][-1] == FRAMES[0]


def test_too_short_is_no_frame():
    for stuffed in (b"\x02a", b"\x08abcdefg"):
        refusal(FrameError, decode, stuffed)


def test_random_bytes_give_frames_or_nothing_and_never_an_error():
    dice = Dice(11)
    reader = FrameReader(MOST)
    for _ in range(300):
        list(reader.feed(dice.bytes(dice.below(40))))
    assert reader.damaged > 0
