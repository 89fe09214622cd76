"""Golomb-Rice rows: what goes in comes out, what is no row is refused, and looking up equals reading all."""

from array import array

from protocol_helpers import refusal

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import in_memory, pack, unpack
from viewmark_protocol.lists.looking import DAMAGED, MOST_FOUND, scan


def numbers(count, most, seed=1):
    found = []
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        found.append((seed % most, seed >> 9 & 0x3FFFFF))
    return sorted(found)


def unpacked(row, rice_bits, payload_bits):
    return list(unpack(in_memory(row), 0, len(row), rice_bits, payload_bits))


def looked_up(row, rice_bits, wanted):
    found = array("I", bytes(8 * MOST_FOUND))
    count = scan(row, len(row), rice_bits, 22, wanted, found)
    return count if count < 0 else [(found[2 * one], found[2 * one + 1]) for one in range(count)]


def test_rows_of_every_length_come_back():
    for count in range(0, 90, 7):
        for rice_bits in (7, 14, 19):
            pairs = numbers(count, 1 << 20)
            assert unpacked(pack(pairs, rice_bits, 22), rice_bits, 22) == pairs


def test_numbers_beyond_32_bits_come_back():
    pairs = [(1 << 34, 5), ((1 << 34) + 1, 0), ((1 << 36) - 1, 0x3FFFFF)]
    assert unpacked(pack(pairs, 25, 22), 25, 22) == pairs


def test_rows_without_payload_come_back():
    pairs = [(number, 0) for number, _ in numbers(50, 1 << 23)]
    assert unpacked(pack(pairs, 14, 0), 14, 0) == pairs


def test_a_lookup_finds_what_reading_all_finds():
    pairs = numbers(64, 1 << 12)
    row = pack(pairs, 14, 22)
    for wanted in range(1 << 12):
        there = [(payload, place) for place, (number, payload) in enumerate(pairs) if number == wanted]
        assert looked_up(row, 14, wanted) == there


def test_a_cut_row_is_refused_or_a_shorter_one():
    pairs = numbers(40, 1 << 20)
    row = pack(pairs, 14, 22)
    for end in range(len(row)):
        try:
            assert unpacked(row[:end], 14, 22) == pairs[: len(unpacked(row[:end], 14, 22))]
        except ListError:
            pass


def test_a_row_of_nothing_but_zeros_is_refused():
    for size in (5, 64, 4000):
        refusal(ListError, unpacked, bytes(size), 14, 22)
        assert looked_up(bytes(size), 14, 5) == DAMAGED


def test_bits_in_the_fill_of_the_last_byte_are_refused():
    row = pack([(3, 1)], 14, 22)  # 37 bits: three of fill
    refusal(ListError, unpacked, row[:-1] + bytes((row[-1] | 1,)), 14, 22)
