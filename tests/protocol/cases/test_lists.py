"""The offline list's format: damage is noticed, every listed weapon is found, wherever it lies."""

from protocol_helpers import refusal
from protocol_helpers.lists import (
    EXPIRES_S,
    ISSUED_S,
    KEY,
    bytes_of_pairs,
    delta_bytes,
    list_bytes,
    offline_list,
    pair_of,
    reader,
)

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists import entries
from viewmark_protocol.lists.entries import CATEGORIES, Entry, agreement, entry_of, payload_of, place_of
from viewmark_protocol.lists.header import HEADER_BYTES, SEGMENT_BYTES, ListHeader, decode_head, decode_header, key_id
from viewmark_protocol.lists.offline import OfflineList, verify
from viewmark_protocol.makers import is_shared, maker_code, maker_names

WEAPONS = [("AB%04d" % number, "GLOCK", CATEGORIES[number % 5]) for number in range(200)]


def test_an_entry_keeps_category_maker_and_tag():
    for place, category in enumerate(CATEGORIES):
        payload = payload_of(KEY, "AB123", maker_names()[place], category)
        assert payload < 1 << entries.PAYLOAD_BITS
        entry = entry_of(payload)
        assert (entry.category, entry.maker) == (category, place + 1)
        assert entry.tag == entries.exact_tag(KEY, "ab-123", maker_names()[place], entry.maker)


def test_a_category_of_a_newer_version_is_still_listed():
    assert entry_of(0xF << 18).category == "listed"


def test_nothing_of_the_serial_is_readable_without_the_key():
    other = bytes(32)
    assert place_of(KEY, "AB123", 1000) != place_of(other, "AB123", 1000)
    assert entries.exact_tag(KEY, "AB123", None, 1) != entries.exact_tag(other, "AB123", None, 1)
    assert pair_of(WEAPONS[0], 1)[1] != payload_of(KEY, *WEAPONS[0])  # masked


def test_look_alike_serials_share_a_fingerprint_but_not_a_tag():
    assert place_of(KEY, "AB120", 1000) == place_of(KEY, "a8-I2O", 1000)
    assert entries.exact_tag(KEY, "AB120", None, 1) != entries.exact_tag(KEY, "A8I2O", None, 1)


def test_under_a_shared_code_serial_and_name_agree_or_not_each_for_itself():
    code = maker_code("NOBODY SONS")
    assert is_shared(code)
    entry = Entry("stolen", code, entries.exact_tag(KEY, "AB123", "Nobody & Sons", code))
    assert agreement(entry, entries.exact_tag(KEY, "ab-123", "NOBODY SONS", code)) == (True, True)
    serial, name = agreement(entry, entries.exact_tag(KEY, "AB123", "Carpathian Works", code))
    assert serial and not name
    serial, name = agreement(entry, entries.exact_tag(KEY, "A8I23", "Nobody & Sons", code))
    assert name and not serial


def test_the_header_comes_back_as_it_was():
    header = decode_header(list_bytes(WEAPONS))
    assert (header.version, header.issued_s, header.expires_s, header.entries) == (5, ISSUED_S, EXPIRES_S, 200)
    assert (header.key_id, header.issuer, header.buckets) == (key_id(KEY), "focal point", 4)
    assert (header.base, header.before, header.is_delta, header.signature_bytes) == (0, 0, False, 0)
    assert header.total_bytes == len(list_bytes(WEAPONS))


def test_a_flipped_bit_anywhere_in_the_head_is_noticed():
    data = list_bytes(WEAPONS[:3])
    for place in range(decode_header(data).head_bytes):
        for bit in range(8):
            damaged = bytearray(data)
            damaged[place] ^= 1 << bit
            refusal(ListError, decode_head, bytes(damaged))


def test_a_header_cut_off_at_any_byte_is_refused():
    data = list_bytes(WEAPONS[:3])
    for end in range(HEADER_BYTES):
        refusal(ListError, decode_header, data[:end])


def test_a_list_of_the_older_format_is_told_apart():
    assert "older format" in refusal(ListError, decode_header, b"VML1" + bytes(HEADER_BYTES))


def test_a_list_under_another_key_is_refused():
    assert "another key" in refusal(ListError, OfflineList, reader(list_bytes(WEAPONS)), bytes(32))


def test_a_delta_is_no_list():
    assert "changes" in refusal(ListError, OfflineList, reader(delta_bytes([], [], [], 4, 6, 5)), KEY)


def test_an_issuer_that_does_not_fit_is_refused_not_cut():
    numbers = (1, 2, 3, 0, 1, 0, key_id(KEY))
    refusal(ListError, ListHeader(*(numbers + ("\u00fc" * 13, bytes(32)))).encode)
    whole = ListHeader(*(numbers + ("\u00fc" * 12, bytes(32)))).encode()
    assert decode_header(whole).issuer == "\u00fc" * 12


def test_a_whole_list_verifies():
    assert verify(reader(list_bytes(WEAPONS))).entries == 200
    assert verify(reader(list_bytes([]))).entries == 0


def test_a_changed_or_cut_body_is_refused():
    data = list_bytes(WEAPONS)
    body = decode_header(data).head_bytes
    for place in range(body, len(data), 37):
        damaged = bytearray(data)
        damaged[place] ^= 1
        refusal(ListError, verify, reader(bytes(damaged)))
    for end in (body, body + 1, len(data) - 1):
        assert "cut off" in refusal(ListError, verify, reader(data[:end]))


def test_damage_in_any_segment_of_a_large_body_is_noticed():
    from protocol_helpers.lists import file_of

    data = bytearray(file_of(bytes(SEGMENT_BYTES + 100), 0, 1, KEY, 5))
    assert decode_header(data).segments == 3  # the directory is one by itself
    for place in (0, SEGMENT_BYTES, SEGMENT_BYTES + 99):
        data[-1 - place] ^= 1
        refusal(ListError, verify, reader(data))
        data[-1 - place] ^= 1
    verify(reader(data))


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
    for end in range(decode_header(data).head_bytes, len(data), 41):
        opened = OfflineList(reader(data[:end]), KEY)
        for serial, _, _ in WEAPONS:
            try:
                assert opened.find(serial)
            except ListError:
                pass


def test_a_lookup_in_a_damaged_bucket_or_directory_is_never_an_empty_answer():
    data = list_bytes(WEAPONS)
    for place in range(decode_header(data).head_bytes, len(data), 13):
        damaged = bytearray(data)
        damaged[place] ^= 0x10
        opened = OfflineList(reader(bytes(damaged)), KEY)
        for serial, _, _ in WEAPONS[::7]:
            try:
                assert opened.find(serial)
            except ListError:
                pass


def test_first_last_and_neighbours_are_found_in_buckets_of_every_size():
    # Remainders in chosen order: 2, 4, 6... so that what lies before, between and behind is known.
    _, wanted, mask = place_of(KEY, "AB123", 1)
    for size in range(1, 140, 3):
        for place in (0, size // 2, size - 1):
            pairs = [(wanted + 2 * (one - place), (one & 0x3FF) ^ mask) for one in range(size)]
            opened = OfflineList(reader(bytes_of_pairs(pairs, 1)), KEY)
            assert [one.tag for one in opened.find("AB123")] == [place], (size, place)


def test_neither_neighbour_is_taken_for_the_one_that_is_absent():
    _, wanted, _ = place_of(KEY, "AB123", 1)
    for below in range(0, 70, 3):
        numbers = [wanted - below + one for one in range(below)] + [wanted + 1 + one for one in range(70 - below)]
        opened = OfflineList(reader(bytes_of_pairs([(one, 0) for one in numbers], 1)), KEY)
        assert opened.find("AB123") == []


def test_all_of_many_equal_fingerprints_are_found():
    _, wanted, mask = place_of(KEY, "AB123", 1)
    for equal in (1, 2, 33, 64):
        pairs = [(wanted - 9, 0)] + [(wanted, one ^ mask) for one in range(equal)] + [(wanted + 1, 0)]
        opened = OfflineList(reader(bytes_of_pairs(pairs, 1)), KEY)
        assert [one.tag for one in opened.find("AB123")] == list(range(equal))
