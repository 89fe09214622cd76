"""The check record: stored, filed and kept as the same bytes."""

from protocol_helpers import refusal
from protocol_helpers.samples import check

from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.checks import (
    CHECK_FORMAT,
    Check,
    Clock,
    Firearm,
    VerdictRecord,
    check_id,
    decode_check,
    encode_check,
    gravest_verdict,
    serial_mark,
)
from viewmark_protocol.errors import CborError, SchemaError, ViewmarkError
from viewmark_protocol.marks import Mark
from viewmark_protocol.verdicts import VERDICTS


def mark(component, kind="serial", raw="X"):
    return Mark(component=component, kind=kind, raw=raw, state="clear", method="stamped", source="typed")


def firearm(*marks, word="clear"):
    return Firearm(marks=list(marks), verdict=VerdictRecord(word=word, reason="no-list"))


def empty_check(*firearms):
    return Check(
        format=CHECK_FORMAT,
        opened=Clock(utc_s=0, trust="unset", boot_count=0),
        post="",
        officer="",
        context="inspected",
        legal_ground="",
        transport="unknown",
        firearms=list(firearms),
        note="",
    )


def test_a_check_comes_back_byte_for_byte():
    for one in (check(), empty_check()):
        data = encode_check(one)
        assert encode_check(decode_check(data)) == data


def test_what_was_read_and_what_was_confirmed_are_both_kept():
    first = decode_check(encode_check(check())).firearms[0].marks[0]
    assert (first.raw, first.confirmed) == ("AB-12?0", "AB-1230")
    assert [(one.character, one.percent) for one in first.lattice[1]] == [("B", 80), ("8", 15)]


def test_none_is_not_unknown():
    back = decode_check(encode_check(empty_check(firearm(mark("frame", raw=None)))))
    assert back.firearms[0].marks[0].raw is None
    states = [one.state for one in decode_check(encode_check(check())).firearms[0].marks]
    assert states == ["worn", "none", "unknown"]


def test_a_newer_versions_fields_survive_a_round_trip():
    values = decode(encode_check(check())) + ["newer", [1, 2]]
    values[7][0].append({"grip": "red"})
    data = encode(values)
    assert encode_check(decode_check(data)) == data


def test_a_word_that_is_not_known_here_is_refused():
    values = decode(encode_check(check()))
    values[4] = 99
    assert "context" in refusal(SchemaError, decode_check, encode(values))
    one = check()
    one.context = "borrowed"
    assert "borrowed" in refusal(SchemaError, encode_check, one)


def test_another_format_is_refused():
    values = decode(encode_check(check()))
    for format_ in (0, 2, True, None, "1"):
        values[0] = format_
        refusal(SchemaError, decode_check, encode(values))
    for value in (None, [], {}, 1, b"x"):
        refusal(SchemaError, decode_check, encode(value))


def test_a_record_cut_off_at_any_byte_is_refused():
    data = encode_check(check())
    for end in range(len(data)):
        refusal(CborError, decode_check, data[:end])


def test_every_flipped_bit_gives_a_check_or_a_refusal():
    data = encode_check(check())
    for place in range(len(data)):
        for bit in range(8):
            damaged = bytearray(data)
            damaged[place] ^= 1 << bit
            try:
                decode_check(bytes(damaged))
            except ViewmarkError:
                pass


def test_an_id_is_log_and_sequence():
    assert check_id(bytes(range(8)), 42) == "0001020304050607-42"


def test_the_gravest_verdict_stands_for_the_check():
    for place, word in enumerate(VERDICTS):
        firearms = [firearm(word=other) for other in VERDICTS[place:]]
        assert gravest_verdict(empty_check(*firearms[::-1])).word == word
    assert gravest_verdict(empty_check()) is None


def test_the_mark_of_frame_or_receiver_identifies_a_firearm():
    barrel, frame, upper = mark("barrel"), mark("frame"), mark("receiver-upper")
    assert serial_mark(firearm(barrel, upper, frame)) is frame
    assert serial_mark(firearm(barrel, upper)) is upper
    assert serial_mark(firearm(mark("frame", "maker"), barrel)) is barrel
    assert serial_mark(firearm(mark("frame", "maker"))) is None


def test_of_two_serials_on_the_frame_the_first_counts():
    marks = [mark("frame", raw=str(number)) for number in range(12)]
    assert serial_mark(firearm(*marks)) is marks[0]
