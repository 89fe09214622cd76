"""Whatever is done to a sealed log without its keys is found, and the first record that does not fit is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewmark_protocol.errors import SealError
from viewmark_protocol.sealing.chain import SealChain
from viewmark_protocol.sealing.record import end_proof, first_tag, next_key, seal

LOG_ID = b"log-0001"
FIRST_KEY = bytes(range(32))
RECORDS = 200
TRIED_WHOLE = 20


def content(sequence: int) -> bytes:
    return bytes([(sequence * 7 + place) & 255 for place in range(sequence * 37 % 130)])


def sealed_log(count: int) -> tuple[list[bytes], bytes]:
    """Return so many sealed records and the proof of their end."""
    key, tag, records = FIRST_KEY, first_tag(LOG_ID), []
    for sequence in range(1, count + 1):
        iv = bytes([sequence & 255] * 16)
        records.append(seal(key, sequence, tag, iv, content(sequence)))
        key, tag = next_key(key), records[-1][-16:]
    return records, end_proof(key, LOG_ID, count + 1)


LOG, PROOF = sealed_log(RECORDS)


def first_misfit(records: list[bytes], proof: bytes = PROOF) -> int | None:
    """Read a log as the laptop does; return the first sequence that does not fit, 0 for the end, None for nothing."""
    chain, previous = SealChain(LOG_ID, FIRST_KEY), None
    for sequence, sealed in enumerate(records, 1):
        try:
            if chain.open(sequence, sealed, previous) != content(sequence):
                return None  # opened, and yet another content: no test expects it
        except SealError as error:
            assert f"Record {sequence} " in str(error)
            return sequence
        previous = sealed
    return None if chain.proves_end(len(records) + 1, proof) else 0


def test_the_log_as_it_was_sealed_fits():
    assert first_misfit(LOG) is None


@pytest.mark.parametrize("sequence", range(1, TRIED_WHOLE + 1))
def test_every_change_of_one_byte_is_found_and_its_record_named(sequence):
    sealed, chain = LOG[sequence - 1], SealChain(LOG_ID, FIRST_KEY)
    previous = LOG[sequence - 2] if sequence > 1 else None
    for place in range(len(sealed)):
        for value in range(256):
            if value == sealed[place]:
                continue
            with pytest.raises(SealError, match=f"^Record {sequence} "):
                chain.open(sequence, sealed[:place] + bytes([value]) + sealed[place + 1 :], previous)


sequences = st.integers(1, RECORDS)


@given(sequences, st.data())
def test_changed_bytes_anywhere_are_found_and_their_record_named(sequence, data):
    sealed = bytearray(LOG[sequence - 1])
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    assert first_misfit(LOG[: sequence - 1] + [bytes(sealed)] + LOG[sequence:]) == sequence


@given(sequences, st.data())
def test_a_record_that_is_cut_off_or_longer_is_named(sequence, data):
    sealed = LOG[sequence - 1]
    changed = data.draw(
        st.integers(0, len(sealed) - 1).map(lambda size: sealed[:size])
        | st.binary(min_size=1, max_size=40).map(lambda more: sealed + more)
    )
    assert first_misfit(LOG[: sequence - 1] + [changed] + LOG[sequence:]) == sequence


@given(st.integers(1, RECORDS - 1))
def test_a_record_that_is_left_out_is_named(sequence):
    assert first_misfit(LOG[: sequence - 1] + LOG[sequence:]) == sequence


@given(st.integers(0, RECORDS - 1))
def test_a_tail_that_is_cut_off_shows_at_the_end(kept):
    assert first_misfit(LOG[:kept]) == 0


@given(sequences, sequences)
def test_two_records_that_are_swapped_are_found_at_the_first(one, other):
    if one == other:
        return
    records = list(LOG)
    records[one - 1], records[other - 1] = records[other - 1], records[one - 1]
    assert first_misfit(records) == min(one, other)


@given(sequences, sequences)
def test_a_record_that_is_repeated_or_inserted_is_named(place, copied):
    records = LOG[: place - 1] + [LOG[copied - 1]] + LOG[place - 1 :]
    expected = place if copied != place else place + 1
    assert first_misfit(records) == expected


@given(sequences, st.binary(min_size=64, max_size=64))
def test_a_record_that_is_made_up_is_named(sequence, made_up):
    assert first_misfit(LOG[: sequence - 1] + [made_up] + LOG[sequence:]) == sequence


@settings(max_examples=30)
@given(sequences)
def test_whoever_has_a_later_key_cannot_rewrite_what_came_before_it(stolen_at):
    """The thief takes the handheld with the key of the next record, and seals an older one anew under it."""
    key = FIRST_KEY
    for _ in range(stolen_at):
        key = next_key(key)
    tag = LOG[stolen_at - 2][-16:] if stolen_at > 1 else first_tag(LOG_ID)
    forged = seal(key, stolen_at, tag, bytes(16), b"nothing was found")
    assert first_misfit(LOG[: stolen_at - 1] + [forged] + LOG[stolen_at:]) == stolen_at
