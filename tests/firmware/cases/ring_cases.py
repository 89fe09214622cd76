"""The log of checks on a ring of flash sectors: what is appended is there, in order, and never overwritten unasked."""

from checks.ring import Ring, RingFullError
from flash import RamFlash, refusal
from ports import StorageError

LOG_ID = b"log-0001"
SECTOR = 1024
SECTORS = 4
PER_SECTOR = (SECTOR - 32) // 112  # records of 90 bytes with head and padding, behind the sector's head


def blank(sectors=SECTORS):
    return RamFlash(SECTOR, sectors, unit_bytes=16)


def record(number, size=90):
    return (b"%06d " % number + bytes([number & 255]) * size)[:size]


def filled(flash, count, acknowledge_all=False):
    ring = Ring(flash, LOG_ID)
    for number in range(1, count + 1):
        assert ring.append(record(number)) == number
        if acknowledge_all:
            ring.acknowledge(number + 1)
    return ring


def fill_up(ring):
    """Append until the ring refuses; return how many records it took."""
    count = 0
    while True:
        try:
            ring.append(record(ring.next_sequence))
        except RingFullError:
            return count
        count += 1


def test_what_is_appended_is_read_back_in_order():
    ring = filled(blank(), 20)
    assert [ring.read(number) for number in range(1, 21)] == [record(number) for number in range(1, 21)]


def test_records_are_read_back_after_a_restart():
    flash = blank()
    filled(flash, 20)
    ring = Ring(flash, b"other-id")
    assert (ring.first_sequence, ring.next_sequence) == (1, 21)
    assert [ring.read(number) for number in range(1, 21)] == [record(number) for number in range(1, 21)]


def test_a_record_is_read_at_random_and_backwards_like_in_order():
    ring = filled(blank(), 25)
    for number in (25, 1, 13, 12, 11, 13, 14, 24, 2, 25):
        assert ring.read(number) == record(number), number


def test_reading_goes_on_while_records_are_appended():
    ring = Ring(blank(), LOG_ID)
    for number in range(1, 30):
        ring.append(record(number))
        assert ring.read(number) == record(number)


def test_records_of_every_length_fit_with_their_padding():
    flash = blank(8)
    ring = Ring(flash, LOG_ID)
    for size in range(40):
        ring.append(record(size, size))
    assert [len(ring.read(1 + size)) for size in range(40)] == list(range(40))
    assert not flash.violations


def test_one_append_is_one_program_and_no_erase():
    flash = blank()
    ring = filled(flash, 1)
    before = flash.operations, flash.erased
    ring.append(record(2))
    assert (flash.operations, flash.erased) == (before[0] + 1, before[1])


def test_a_full_store_refuses_and_says_what_to_do():
    ring = Ring(blank(), LOG_ID)
    count = fill_up(ring)
    assert "Sync with the laptop" in refusal(RingFullError, ring.append, record(count + 1))
    assert not ring.has_room()


def test_a_full_store_overwrites_nothing():
    flash = blank()
    ring = Ring(flash, LOG_ID)
    count = fill_up(ring)
    for _ in range(20):
        refusal(RingFullError, ring.append, record(0))
    ring = Ring(flash, LOG_ID)
    assert [ring.read(number) for number in range(1, count + 1)] == [record(n) for n in range(1, count + 1)]


def test_a_sector_is_reused_only_when_all_of_it_is_acknowledged():
    ring = Ring(blank(), LOG_ID)
    count = fill_up(ring)
    second_sector = PER_SECTOR + 1
    ring.acknowledge(second_sector - 1)
    refusal(RingFullError, ring.append, record(0))
    ring.acknowledge(second_sector)
    assert ring.append(record(count + 1)) == count + 1
    assert ring.first_sequence == second_sector


def test_acknowledged_records_stay_as_long_as_there_is_room():
    flash = blank()
    ring = filled(flash, 10, acknowledge_all=True)
    assert ring.first_sequence == 1
    assert ring.read(1) == record(1)


def test_it_wraps_for_ever_over_acknowledged_sectors_within_the_terms_of_the_flash():
    flash = blank()
    ring = filled(flash, 300, acknowledge_all=True)
    first = ring.first_sequence
    assert 300 - first >= (SECTORS - 2) * (PER_SECTOR)
    again = Ring(flash, b"other-id", ring.acknowledged)
    assert (again.log_id, again.first_sequence, again.next_sequence) == (LOG_ID, first, 301)
    assert [again.read(number) for number in range(first, 301)] == [record(number) for number in range(first, 301)]
    assert not flash.violations


def test_wear_is_spread_over_all_sectors():
    flash = blank()
    filled(flash, 300, acknowledge_all=True)
    assert flash.erased == 300 // PER_SECTOR + 1


def test_what_was_overwritten_is_named_as_gone():
    ring = filled(blank(), 100, acknowledge_all=True)
    assert refusal(StorageError, ring.read, 1) == "Record 1 is not here."
    assert refusal(StorageError, ring.read, 101) == "Record 101 is not here."


def test_the_log_id_is_kept_over_a_restart_and_new_on_blank_flash():
    flash = blank()
    assert Ring(flash, LOG_ID).log_id == LOG_ID
    assert Ring(flash, b"other-id").log_id == LOG_ID
    assert Ring(blank(), b"other-id").log_id == b"other-id"


def test_an_acknowledgement_never_goes_back_nor_beyond_the_end():
    ring = filled(blank(), 5)
    ring.acknowledge(4)
    ring.acknowledge(2)
    assert ring.acknowledged == 4
    ring.acknowledge(100)
    assert ring.acknowledged == 6


def test_an_acknowledgement_beyond_a_new_log_frees_nothing():
    ring = Ring(blank(), LOG_ID, 5000)
    count = fill_up(ring)
    assert ring.read(1) == record(1)
    assert count == SECTORS * PER_SECTOR


def test_a_record_that_is_too_large_is_refused_and_the_largest_is_not():
    ring = Ring(blank(), LOG_ID)
    assert refusal(StorageError, ring.append, bytes(ring.largest_record_bytes + 1)) == (
        "The record is too large to be stored."
    )
    assert ring.append(bytes(ring.largest_record_bytes)) == 1
    assert ring.read(1) == bytes(ring.largest_record_bytes)


def test_a_torn_tail_closes_its_sector_and_is_never_programmed_again():
    flash = blank()
    ring = filled(flash, 3)
    torn_at = 32 + 3 * 112
    flash.content[torn_at : torn_at + 5] = b"\x52\x56\x00\x00\x00"
    ring = Ring(flash, LOG_ID)
    assert ring.append(record(4)) == 4
    assert [ring.read(number) for number in range(1, 5)] == [record(number) for number in range(1, 5)]
    assert not flash.violations
    assert flash.content[torn_at + 5 : SECTOR] == b"\xff" * (SECTOR - torn_at - 5)


def test_a_byte_far_behind_the_tail_closes_the_sector_too():
    flash = blank()
    filled(flash, 1)
    flash.content[SECTOR - 1] = 0
    assert Ring(flash, LOG_ID).append(record(2)) == 2
    assert flash.content[SECTOR : SECTOR + 4] == b"VMR1"


def damaged(count, number):
    """Return flash with `count` records of one sector, of which one has a bit turned."""
    flash = blank()
    filled(flash, count)
    flash.content[32 + (number - 1) * 112 + 40] ^= 1
    return flash


def test_a_damaged_record_is_named_and_the_others_are_still_read():
    ring = Ring(damaged(20, 3), LOG_ID)
    assert refusal(StorageError, ring.read, 3) == "Record 3 is damaged."
    for number in [1, 2] + list(range(4, 21)):
        assert ring.read(number) == record(number), number


def test_a_damaged_record_in_the_newest_sector_gives_no_sequence_away_twice():
    flash = damaged(6, 3)
    ring = Ring(flash, LOG_ID)
    assert ring.next_sequence == 7
    assert ring.append(record(7)) == 7
    assert [ring.read(number) for number in (4, 5, 6, 7)] == [record(number) for number in (4, 5, 6, 7)]
    assert not flash.violations


def test_a_program_that_fails_closes_the_sector_and_the_record_is_not_there():
    flash = blank()
    ring = filled(flash, 3)
    program, flash.writeblocks = flash.writeblocks, lambda *arguments: -5
    assert refusal(StorageError, ring.append, record(4)) == "The flash could not be written."
    flash.writeblocks = program
    assert ring.next_sequence == 4
    assert ring.append(record(4)) == 4
    assert flash.content[SECTOR : SECTOR + 4] == b"VMR1"
    assert ring.read(4) == record(4)


def test_a_sequence_that_was_acknowledged_is_never_given_again():
    flash = damaged(5, 5)
    ring = Ring(flash, LOG_ID)
    ring.restore(6)
    assert (ring.acknowledged, ring.append(record(6))) == (6, 6)
    ring = Ring(flash, LOG_ID)
    assert ring.next_sequence == 7
    assert refusal(StorageError, ring.read, 5) == "Record 5 is damaged."
    assert [ring.read(number) for number in (4, 6)] == [record(4), record(6)]


def test_a_damaged_sector_head_costs_no_record():
    for rotten in ((1,), (1, 2), (2,), (3,), (2, 3)):
        flash = blank()
        filled(flash, SECTORS * PER_SECTOR)
        for sector in rotten:
            flash.content[sector * SECTOR + 5] ^= 1
        ring = Ring(flash, b"other-id")
        assert (ring.log_id, ring.first_sequence, ring.next_sequence) == (LOG_ID, 1, SECTORS * PER_SECTOR + 1)
        for number in range(1, ring.next_sequence):
            assert ring.read(number) == record(number)
        refusal(RingFullError, ring.append, record(0))


def test_behind_a_newest_sector_with_a_damaged_head_the_log_goes_on():
    flash = blank()
    filled(flash, PER_SECTOR + 3)
    flash.content[SECTOR + 5] ^= 1
    ring = Ring(flash, b"other-id")
    end = PER_SECTOR + 4
    assert ring.append(record(end)) == end
    again = Ring(flash, b"other-id")
    assert [again.read(number) for number in range(1, end + 1)] == [record(number) for number in range(1, end + 1)]
    assert not flash.violations


def test_what_another_log_left_in_a_sector_that_was_erased_in_part_is_no_record():
    flash = blank()
    old = filled(flash, 2 * PER_SECTOR)
    old.acknowledge(old.next_sequence)
    old.begin(b"log-0002")
    for number in range(1, 3):
        old.append(record(number))
    flash.content[3 * SECTOR : 4 * SECTOR] = flash.content[SECTOR : 2 * SECTOR]  # behind the newest sector
    flash.content[3 * SECTOR : 3 * SECTOR + 512] = b"\xff" * 512
    ring = Ring(flash, b"other-id")
    assert (ring.log_id, ring.first_sequence, ring.next_sequence) == (b"log-0002", 1, 3)


def test_a_new_log_is_begun_only_when_nothing_waits():
    ring = filled(blank(), 5)
    assert "Sync first" in refusal(StorageError, ring.begin, b"log-0002")
    ring.acknowledge(6)
    ring.begin(b"log-0002")
    assert (ring.first_sequence, ring.next_sequence, ring.acknowledged) == (1, 1, 0)
    assert ring.append(record(1)) == 1
    assert ring.waits


def test_a_new_log_wraps_over_the_old_one_within_the_terms_of_the_flash():
    flash = blank()
    ring = filled(flash, 5)
    ring.acknowledge(6)
    ring.begin(b"log-0002")
    count = fill_up(ring)
    assert count == SECTORS * PER_SECTOR
    again = Ring(flash, b"other-id")
    assert (again.log_id, again.first_sequence, again.next_sequence) == (b"log-0002", 1, count + 1)
    assert not flash.violations


def test_without_a_log_there_is_none_until_one_is_begun():
    flash = blank()
    ring = Ring(flash)
    assert (ring.log_id, ring.first_sequence, ring.next_sequence, flash.operations) == (b"", 1, 1, 0)
    ring.begin(LOG_ID)
    assert ring.append(record(1)) == 1
    assert Ring(flash).log_id == LOG_ID


def test_behind_a_damaged_sector_head_another_logs_sectors_are_not_taken():
    other = blank()
    ring = Ring(other, b"log-0000")
    ring.append(record(1))
    flash = blank()
    filled(flash, 3 * PER_SECTOR)
    flash.content[:SECTOR] = other.content[:SECTOR]
    flash.content[SECTOR + 5] ^= 1
    ring = Ring(flash, LOG_ID)
    assert ring.first_sequence == PER_SECTOR + 1
    assert ring.read(PER_SECTOR + 1) == record(PER_SECTOR + 1)


def test_past_a_damaged_sector_head_the_ring_wraps_when_all_is_acknowledged():
    flash = blank()
    filled(flash, SECTORS * PER_SECTOR)
    flash.content[SECTOR + 5] ^= 1
    ring = Ring(flash, LOG_ID)
    ring.acknowledge(ring.next_sequence)
    for number in range(ring.next_sequence, ring.next_sequence + 60):
        assert ring.append(record(number)) == number
        ring.acknowledge(number + 1)
        assert ring.read(number) == record(number)
    assert not flash.violations


def test_an_oldest_sector_with_a_damaged_head_still_waits_for_the_laptop():
    flash = blank()
    filled(flash, 3 * PER_SECTOR)
    flash.content[5] ^= 1
    ring = Ring(flash, LOG_ID)
    assert (ring.first_sequence, ring.read(1)) == (1, record(1))
    assert fill_up(ring) == PER_SECTOR


def test_a_log_whose_only_sector_has_a_damaged_head_is_not_taken_for_an_older_one():
    flash = blank()
    old = filled(flash, 5, acknowledge_all=True)
    old.begin(b"log-0002")
    for number in range(1, 4):
        old.append(record(number))
    flash.content[SECTOR + 5] ^= 1
    ring = Ring(flash, known_log_id=b"log-0002")
    assert (ring.log_id, ring.first_sequence, ring.next_sequence) == (b"log-0002", 1, 4)
    assert ring.waits
    assert [ring.read(number) for number in range(1, 4)] == [record(number) for number in range(1, 4)]


def test_a_known_log_of_which_nothing_lies_here_leaves_the_older_one():
    flash = blank()
    filled(flash, 5)
    assert Ring(flash, known_log_id=b"log-0009").log_id == LOG_ID


def test_a_program_that_failed_but_landed_counts_as_done():
    flash = blank()
    ring = filled(flash, 3)
    program = flash.writeblocks

    def landing(*arguments):
        program(*arguments)
        return -5

    flash.writeblocks = landing
    assert ring.append(record(4)) == 4
    flash.writeblocks = program
    assert ring.append(record(5)) == 5
    assert [ring.read(number) for number in (3, 4, 5)] == [record(number) for number in (3, 4, 5)]
    assert Ring(flash, LOG_ID).next_sequence == 6
    assert not flash.violations
