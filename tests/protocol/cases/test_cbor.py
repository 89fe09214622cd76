"""CBOR: one encoding for each value, and nothing else is taken. Examples: RFC 8949 appendix A."""

from protocol_helpers import Dice, refusal

from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError

EXAMPLES = (
    (0, "00"),
    (1, "01"),
    (10, "0a"),
    (23, "17"),
    (24, "1818"),
    (25, "1819"),
    (100, "1864"),
    (1000, "1903e8"),
    (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"),
    (18446744073709551615, "1bffffffffffffffff"),
    (-18446744073709551616, "3bffffffffffffffff"),
    (-1, "20"),
    (-10, "29"),
    (-100, "3863"),
    (-1000, "3903e7"),
    (False, "f4"),
    (True, "f5"),
    (None, "f6"),
    (b"", "40"),
    (b"\x01\x02\x03\x04", "4401020304"),
    ("", "60"),
    ("a", "6161"),
    ("IETF", "6449455446"),
    ('"\\', "62225c"),
    ("\u00fc", "62c3bc"),
    ("\u6c34", "63e6b0b4"),
    ("\U00010151", "64f0908591"),
    ([], "80"),
    ([1, 2, 3], "83010203"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
    (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
    ({}, "a0"),
    ({1: 2, 3: 4}, "a201020304"),
    ({"a": 1, "b": [2, 3]}, "a26161016162820203"),
    (["a", {"b": "c"}], "826161a161626163"),
    ({"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}, "a56161614161626142616361436164614461656145"),
)
NESTED_CHECK = [1, [b"\x00\xff", None, True], {"serial": "AB1?3", 5: [[["A", 91], ["4", 7]]]}, -5, "\u0417\u0416"]
BAD_TEXT = (
    "61ff",  # no lead byte
    "6180",  # continuation alone
    "61c3",  # cut off
    "62c328",  # no continuation
    "62c080",  # overlong zero
    "62c1bf",  # overlong
    "63e08080",  # overlong
    "63e09fbf",  # overlong
    "63eda080",  # surrogate U+D800
    "63edbfbf",  # surrogate U+DFFF
    "64f0808080",  # overlong
    "64f08fbfbf",  # overlong
    "64f4908080",  # beyond U+10FFFF
    "64f5808080",  # beyond U+10FFFF
    "63e282",  # text cut off inside of its length
    "62e282",  # character cut off
    "65f888808080",  # five bytes
    "6441c3bcff",  # bad after good
)


def unhex(text):
    return bytes([int(text[at : at + 2], 16) for at in range(0, len(text), 2)])


def test_examples_of_the_standard_encode_as_printed():
    for value, text in EXAMPLES:
        assert encode(value) == unhex(text), text


def test_examples_of_the_standard_decode_to_their_value():
    for value, text in EXAMPLES:
        decoded = decode(unhex(text))
        assert decoded == value, text
        assert type(decoded) is type(value), text


def test_bytes_may_come_in_any_buffer():
    assert decode(bytearray(unhex("83010203"))) == [1, 2, 3]
    assert decode(memoryview(unhex("83010203"))) == [1, 2, 3]
    assert encode(bytearray(b"ab")) == encode(memoryview(b"ab")) == encode(b"ab")


def test_a_tuple_is_an_array():
    assert encode((1, (2,))) == encode([1, [2]])


def test_keys_are_sorted_by_their_encoding():
    assert encode({"aa": 1, "b": 2, 10: 3, -1: 4, b"z": 5}) == unhex("a50a032004417a0561620262616101")


def test_the_shortest_head_is_the_only_one():
    for text in ("1800", "1817", "190001", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3817", "5800", "7801ff61"):
        assert "shortest" in refusal(CborError, decode, unhex(text)), text
    for text in ("980101", "b8010102"):
        assert "shortest" in refusal(CborError, decode, unhex(text)), text


def test_floats_tags_and_other_simple_values_are_refused():
    for text in ("f90000", "fa47c35000", "fb3ff199999999999a", "f7", "f0", "f818", "c074", "c11a514b67b0", "d81845"):
        refusal(CborError, decode, unhex(text))
    refusal(CborError, encode, 1.5)
    refusal(CborError, encode, object())
    refusal(CborError, encode, {1, 2})


def test_indefinite_and_reserved_lengths_are_refused():
    for text in ("5f42010203ff", "7f6161ff", "9fff", "9f01ff", "bfff", "1c", "1d", "1e", "1f", "3f", "fc", "ff"):
        refusal(CborError, decode, unhex(text))


def test_bytes_after_the_value_are_refused():
    for _, text in EXAMPLES:
        refusal(CborError, decode, unhex(text) + b"\0")


def test_unsorted_and_doubled_keys_are_refused():
    refusal(CborError, decode, unhex("a203040102"))
    refusal(CborError, decode, unhex("a201020103"))
    refusal(CborError, decode, unhex("a2616201616102"))


def test_only_numbers_text_and_bytes_are_keys():
    for text in ("a1800a", "a1a00a", "a1f501", "a1f401", "a1f601", "a20101f502"):
        refusal(CborError, decode, unhex(text))
    for key in ((1, 2), True, None):
        refusal(CborError, encode, {key: 1})


def test_a_value_cut_off_at_any_byte_is_refused():
    whole = encode(NESTED_CHECK)
    assert decode(whole) == NESTED_CHECK
    for end in range(len(whole)):
        refusal(CborError, decode, whole[:end])


def test_huge_lengths_cost_nothing():
    for text in ("5affffffff00", "7bffffffffffffffff", "9affffffff00", "9b00ffffffffffffff", "baffffffff0000"):
        assert "cut off" in refusal(CborError, decode, unhex(text)), text


def test_depth_has_a_limit_both_ways():
    nested = 1
    for _ in range(12):
        nested = [nested]
    assert decode(encode(nested)) == nested
    refusal(CborError, encode, [nested])
    refusal(CborError, decode, b"\x81" + encode(nested))
    refusal(CborError, decode, b"\x81" * 5000 + b"\x00")
    refusal(CborError, decode, b"\xa1\x00" * 5000 + b"\x00")


def test_integers_over_64_bits_are_refused():
    refusal(CborError, encode, 1 << 64)
    refusal(CborError, encode, -(1 << 64) - 1)


def test_bad_utf8_is_refused_the_same_on_both_interpreters():
    for text in BAD_TEXT:
        refusal(CborError, decode, unhex(text))


def test_borders_of_utf8_are_taken():
    for code in (0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF):
        assert decode(encode("A" + chr(code) + "Z")) == "A" + chr(code) + "Z"


def test_a_lone_surrogate_is_not_encoded():
    for code in (0xD800, 0xDBFF, 0xDC00, 0xDFFF):
        refusal(CborError, encode, "A" + chr(code))


def test_random_bytes_give_a_value_that_encodes_back_or_a_refusal():
    dice = Dice(7)
    for _ in range(3000):
        data = dice.bytes(1 + dice.below(12))
        try:
            value = decode(data)
        except CborError:
            continue
        assert encode(value) == data
