"""Sealed records and boxes: what was closed comes back, what was touched is refused and named."""

from protocol_helpers import refusal

from viewmark_protocol.errors import SealError
from viewmark_protocol.sealing.box import KeyWrap, box_bytes, box_parts, close_box, open_box
from viewmark_protocol.sealing.chain import MOST_SEQUENCE, SealChain
from viewmark_protocol.sealing.record import (
    end_proof,
    first_tag,
    label_iv,
    label_of,
    next_key,
    seal,
    sealed_bytes,
    unseal,
)

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
LOG_ID = b"log-0001"
IV = b"sixteen byte iv."


def sealed_log(count, key=KEY, log_id=LOG_ID):
    """Return so many sealed records, and the key of the next."""
    tag, records = first_tag(log_id), []
    for sequence in range(1, count + 1):
        records.append(seal(key, sequence, tag, IV, b"record %d" % sequence))
        tag, key = records[-1][-16:], next_key(key)
    return records, key


def opened(records, first=1):
    """Return the contents of a log, each record checked against the one before it."""
    chain, previous, contents = SealChain(LOG_ID, KEY), None, []
    for place, sealed in enumerate(records):
        contents.append(chain.open(first + place, sealed, previous))
        previous = sealed
    return contents


def test_a_box_of_every_length_comes_back():
    for size in range(70):
        content = bytes(range(size))
        box = close_box(KEY, IV, content)
        assert len(box) == box_bytes(size)
        assert open_box(KEY, box) == content


def test_a_box_closed_in_parts_is_the_one_closed_at_once():
    content = bytes(range(100))
    for size in (1, 5, 16, 33, 100):
        parts = [content[at : at + size] for at in range(0, 100, size)]
        assert b"".join(box_parts(KEY, IV, parts)) == close_box(KEY, IV, content)


def test_every_changed_byte_of_a_box_is_refused():
    box = close_box(KEY, IV, b"content", b"context")
    for place in range(len(box)):
        changed = box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :]
        assert "changed" in refusal(SealError, open_box, KEY, changed, b"context")


def test_a_box_is_refused_under_another_key_or_context_and_cut_off():
    box = close_box(KEY, IV, b"content", b"context")
    for key, context in ((OTHER_KEY, b"context"), (KEY, b"another"), (KEY, b"")):
        refusal(SealError, open_box, key, box, context)
    for size in range(len(box)):
        refusal(SealError, open_box, KEY, box[:size], b"context")


def test_a_wrapped_key_comes_back_and_only_under_its_key_and_context():
    wrap = KeyWrap(KEY)
    wrapped = wrap.wrap(IV, OTHER_KEY)
    assert len(wrapped) == 48
    assert wrap.unwrap(IV, wrapped) == OTHER_KEY
    refusal(SealError, KeyWrap(OTHER_KEY).unwrap, IV, wrapped)
    refusal(SealError, wrap.unwrap, bytes(16), wrapped)
    for place in range(48):
        refusal(SealError, wrap.unwrap, IV, wrapped[:place] + bytes([wrapped[place] ^ 128]) + wrapped[place + 1 :])


def test_sealed_records_open_in_order():
    records, _ = sealed_log(20)
    assert opened(records) == [b"record %d" % number for number in range(1, 21)]


def test_a_seal_costs_at_most_64_bytes():
    for size in range(300):
        assert 49 <= sealed_bytes(size) - size <= 64
    assert len(seal(KEY, 1, bytes(16), IV, bytes(120))) == sealed_bytes(120)


def test_records_open_at_random_and_backwards():
    records, _ = sealed_log(9)
    chain = SealChain(LOG_ID, KEY)
    for sequence in (9, 1, 5, 4, 9, 2):
        assert chain.open(sequence, records[sequence - 1]) == b"record %d" % sequence


def test_a_log_is_opened_from_its_middle_where_its_beginning_is_gone():
    records, _ = sealed_log(9)
    assert opened(records[4:], first=5) == [b"record %d" % number for number in range(5, 10)]


def test_a_record_behind_a_missing_one_opens_by_its_own_key():
    records, _ = sealed_log(3)
    assert SealChain(LOG_ID, KEY).open(3, records[2], None) == b"record 3"


def test_a_record_that_was_exchanged_by_a_holder_of_its_key_is_found_at_the_next_one():
    records, _ = sealed_log(3)
    forged = seal(next_key(KEY), 2, records[0][-16:], IV, b"forged")
    chain = SealChain(LOG_ID, KEY)
    assert chain.open(2, forged, records[0]) == b"forged"
    assert refusal(SealError, chain.open, 3, records[2], forged) == (
        "Record 3 does not follow the one before it, which was exchanged."
    )


def test_a_record_whose_handheld_could_not_read_the_one_before_stands_alone():
    records, key = sealed_log(2)
    alone = seal(key, 3, bytes(16), IV, b"record 3")
    assert SealChain(LOG_ID, KEY).open(3, alone, records[1]) == b"record 3"


def test_long_logs_are_read_in_any_order():
    chain, key = SealChain(LOG_ID, KEY), KEY
    sealed = {}
    for sequence in range(1, 2101):
        if sequence in (1, 2, 1023, 1024, 1025, 1026, 2048, 2049, 2100):
            sealed[sequence] = seal(key, sequence, bytes(16), IV, b"record %d" % sequence)
        key = next_key(key)
    for sequence in (2100, 2, 1025, 1024, 2049, 2048, 1026, 1023, 2100):
        assert chain.open(sequence, sealed[sequence]) == b"record %d" % sequence


def test_a_record_of_another_log_or_place_is_named():
    records, _ = sealed_log(3)
    foreign, _ = sealed_log(3, log_id=b"log-0002")
    chain = SealChain(LOG_ID, KEY)
    assert "Record 1 does not follow" in refusal(SealError, chain.open, 1, foreign[0])
    for sequence in (1, 3):
        assert "Record %d does not fit its seal" % sequence in refusal(SealError, chain.open, sequence, records[1])
    refusal(SealError, chain.open, 1, b"")


def test_the_end_is_proved_by_the_next_key_alone():
    _, key = sealed_log(5)
    chain = SealChain(LOG_ID, KEY)
    proof = end_proof(key, LOG_ID, 6)
    assert chain.proves_end(6, proof)
    assert not chain.proves_end(5, proof)
    assert not chain.proves_end(7, proof)
    assert not chain.proves_end(6, bytes(16))
    assert not SealChain(b"log-0002", KEY).proves_end(6, proof)


def test_a_sequence_beyond_every_log_costs_no_time():
    chain = SealChain(LOG_ID, KEY)
    assert "No log has" in refusal(SealError, chain.open, MOST_SEQUENCE + 1, bytes(64))
    assert not chain.proves_end(1 << 60, bytes(16))
    refusal(SealError, chain.open, 0, bytes(64))


def test_a_first_key_of_another_length_is_refused():
    refusal(SealError, SealChain, LOG_ID, KEY[:31])


def test_the_iv_is_the_label_for_its_handheld_alone():
    label = (7, 1_790_000_000, 4, 2)
    iv = label_iv(OTHER_KEY, label, b"random")
    sealed = seal(KEY, 7, bytes(16), iv, b"content")
    assert label_of(OTHER_KEY, sealed) == label
    assert label_of(KEY, sealed) != label
    assert label_iv(OTHER_KEY, label, b"Random") != iv
    assert unseal(KEY, 7, sealed) == b"content"
    refusal(SealError, label_of, OTHER_KEY, sealed[:31])


def test_a_time_beyond_the_label_is_its_largest():
    sealed = seal(KEY, 1, bytes(16), label_iv(KEY, (1, 1 << 40, 0, 0), b"random"), b"")
    assert label_of(KEY, sealed)[1] == 0xFFFFFFFF
