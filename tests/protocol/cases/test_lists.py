"""The offline list's format: damage is noticed, every listed weapon is found, wherever it lies."""

import struct

from protocol_helpers import refusal
from protocol_helpers.lists import EXPIRES_S, ISSUED_S, KEY, bytes_of_entries, list_bytes, offline_list, reader

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists import entries
from viewmark_protocol.lists.entries import CATEGORIES, ENTRY_BYTES, fingerprint, pack, unpack
from viewmark_protocol.lists.offline import HEADER_BYTES, ListHeader, OfflineList, decode_header, key_id, verify
from viewmark_protocol.makers import maker_code, maker_names

WEAPONS = [("AB%04d" % number, "GLOCK", CATEGORIES[number % 5]) for number in range(200)]


def test_an_entry_keeps_category_maker_and_tag():
    for place, category in enumerate(CATEGORIES):
        packed = pack(KEY, "AB123", maker_names()[place], category)
        assert len(packed) == 1 and len(packed[0]) == ENTRY_BYTES
        entry = unpack(packed[0])
        assert (entry.category, entry.maker) == (category, place + 1)
        assert entry.tag == entries.exact_tag(KEY, "ab-123", maker_names()[place], entry.maker)


def test_a_category_of_a_newer_version_is_still_listed():
    assert unpack(b"\0\0\0\0\0" + bytes((0xF0, 0, 0))).category == "listed"


def test_nothing_of_the_serial_is_readable_without_the_key():
    other = bytes(32)
    assert fingerprint(KEY, "AB123") != fingerprint(other, "AB123")
    assert entries.exact_tag(KEY, "AB123", None, 1) != entries.exact_tag(other, "AB123", None, 1)


def test_look_alike_serials_share_a_fingerprint_but_not_a_tag():
    assert fingerprint(KEY, "AB120") == fingerprint(KEY, "a8-I2O")
    assert entries.exact_tag(KEY, "AB120", None, 1) != entries.exact_tag(KEY, "A8I2O", None, 1)


def test_a_maker_outside_of_the_table_gets_a_second_entry_without_maker():
    packed = [unpack(one) for one in pack(KEY, "AB123", "Nobody & Sons", "stolen")]
    assert [one.maker for one in packed] == [maker_code("NOBODY SONS"), 0]


def test_the_header_comes_back_as_it_was():
    header = decode_header(list_bytes(WEAPONS))
    assert (header.version, header.issued_s, header.expires_s, header.entries) == (5, ISSUED_S, EXPIRES_S, 200)
    assert (header.key_id, header.issuer) == (key_id(KEY), "focal point")
    assert header.total_bytes() == HEADER_BYTES + 200 * ENTRY_BYTES == len(list_bytes(WEAPONS))


def test_a_flipped_bit_anywhere_in_the_header_is_noticed():
    data = list_bytes(WEAPONS[:3])
    for place in range(HEADER_BYTES):
        for bit in range(8):
            damaged = bytearray(data)
            damaged[place] ^= 1 << bit
            refusal(ListError, decode_header, bytes(damaged))


def test_a_header_cut_off_at_any_byte_is_refused():
    data = list_bytes(WEAPONS[:3])
    for end in range(HEADER_BYTES):
        refusal(ListError, decode_header, data[:end])


def test_a_list_under_another_key_is_refused():
    assert "another key" in refusal(ListError, OfflineList, reader(list_bytes(WEAPONS)), bytes(32))


def test_an_issuer_that_does_not_fit_is_refused_not_cut():
    refusal(ListError, ListHeader(1, 2, 3, 0, key_id(KEY), "\u00fc" * 13, bytes(32)).encode)
    whole = ListHeader(1, 2, 3, 0, key_id(KEY), "\u00fc" * 12, bytes(32)).encode()
    assert decode_header(whole).issuer == "\u00fc" * 12


def test_a_whole_list_verifies():
    assert verify(reader(list_bytes(WEAPONS))).entries == 200
    assert verify(reader(list_bytes([]))).entries == 0


def test_a_changed_or_cut_body_is_refused():
    data = list_bytes(WEAPONS)
    for place in range(HEADER_BYTES, len(data), 37):
        damaged = bytearray(data)
        damaged[place] ^= 1
        refusal(ListError, verify, reader(bytes(damaged)))
    for end in (HEADER_BYTES, HEADER_BYTES + 1, len(data) - 1):
        assert "cut off" in refusal(ListError, verify, reader(data[:end]))


def test_every_listed_weapon_is_found():
    opened = offline_list(WEAPONS)
    for serial, _, category in WEAPONS:
        assert [one.category for one in opened.find(serial)] == [category], serial


def test_what_is_not_listed_is_not_found():
    opened = offline_list(WEAPONS)
    for number in range(200, 600):
        assert opened.find("AB%04d" % number) == []
    assert offline_list([]).find("AB0001") == []


def test_a_lookup_in_a_list_that_is_cut_off_is_never_an_empty_answer():
    data = list_bytes(WEAPONS)
    opened = OfflineList(reader(data[: HEADER_BYTES + 8]), KEY)
    refusal(ListError, opened.find, "AB0001")
    refusal(ListError, opened.find, "ZZ9999")


def test_first_last_and_neighbours_are_found_in_lists_of_every_size():
    # Fingerprints in chosen order: 2, 4, 6... so that what lies before, between and behind is known.
    wanted = fingerprint(KEY, "AB123")
    middle = int.from_bytes(wanted, "big")
    for size in range(1, 140):
        for place in (0, size // 2, size - 1):
            numbers = [middle + 2 * (one - place) for one in range(size)]
            packed = [struct.pack(">Q", number << 24 | (one & 0x3FF) << 2) for one, number in enumerate(numbers)]
            opened = OfflineList(reader(bytes_of_entries(packed)), KEY)
            assert [one.tag for one in opened.find("AB123")] == [place], (size, place)


def test_neither_neighbour_is_taken_for_the_one_that_is_absent():
    middle = int.from_bytes(fingerprint(KEY, "AB123"), "big")
    for below in range(70):
        numbers = [middle - 1 - one for one in range(below)] + [middle + 1 + one for one in range(70 - below)]
        opened = OfflineList(reader(bytes_of_entries([struct.pack(">Q", one << 24) for one in numbers])), KEY)
        assert opened.find("AB123") == []


def test_equal_fingerprints_over_the_border_of_a_page_are_all_found():
    middle = int.from_bytes(fingerprint(KEY, "AB123"), "big")
    for before in range(0, 70, 3):
        for equal in (1, 2, 31, 32, 33, 65, 100):
            numbers = [middle - 1 - one for one in range(before)] + [middle] * equal + [middle + 1] * 40
            packed = [struct.pack(">Q", number << 24 | (one & 0x3FF) << 2) for one, number in enumerate(numbers)]
            opened = OfflineList(reader(bytes_of_entries(packed)), KEY)
            tags = [one.tag for one in opened.find("AB123")]
            assert tags == list(range(before, before + equal)), (before, equal)
