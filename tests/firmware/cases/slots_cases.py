"""Key slots: the newest is there after every cut, and nothing is left of those before it."""

from flash import MODES, PowerCut, RamFlash, refusal
from keys.slots import SLOT_BYTES, KeySlot, KeySlots
from ports import StorageError
from sectors import Sectors

SECTOR = 512  # six slots each
IN_SECTOR = SECTOR // SLOT_BYTES
LOG_ID = b"log-0001"


def blank(sectors=4):
    return RamFlash(SECTOR, sectors, unit_bytes=16, zeroes=True)


def opened(flash, first=1, count=3):
    return KeySlots(Sectors(flash), first, count)


def slot(sequence):
    return KeySlot(LOG_ID, sequence, b"proof %10d" % sequence, b"wrapped %40d" % sequence)


def holds(slots, sequence):
    newest = slots.newest
    return newest is not None and (newest.sequence, newest.wrapped) == (sequence, slot(sequence).wrapped)


def traces(flash, sequence):
    """Return whether anything of a slot's key lies on the flash."""
    return slot(sequence).wrapped in bytes(flash.content)


def test_blank_flash_holds_no_key():
    assert opened(blank()).newest is None


def test_the_newest_slot_is_there_after_a_restart_with_all_that_it_says():
    flash = blank()
    opened(flash).put(slot(7))
    newest = opened(flash).newest
    assert (newest.log_id, newest.sequence, newest.proof, newest.wrapped) == (
        LOG_ID,
        7,
        slot(7).proof,
        slot(7).wrapped,
    )


def test_only_the_newest_key_lies_on_the_flash_however_often_it_wraps():
    flash = blank()
    slots = opened(flash)
    for sequence in range(1, 10 * IN_SECTOR):
        slots.put(slot(sequence))
        assert traces(flash, sequence)
        assert not traces(flash, sequence - 1)
    assert holds(opened(flash), 10 * IN_SECTOR - 1)
    assert not flash.violations


def test_a_key_costs_two_programs_and_an_erase_for_every_sector_full():
    flash = blank()
    slots = opened(flash)
    slots.put(slot(1))
    before = flash.operations, flash.erased
    for sequence in range(2, 2 + 6 * IN_SECTOR):
        slots.put(slot(sequence))
    erases = flash.erased - before[1]
    assert erases == 6
    assert flash.operations - before[0] == 2 * 6 * IN_SECTOR + erases


def test_other_sectors_are_left_alone():
    flash = blank()
    flash.content[:SECTOR] = b"\x55" * SECTOR
    slots = opened(flash)
    for sequence in range(1, 5 * IN_SECTOR):
        slots.put(slot(sequence))
    assert flash.content[:SECTOR] == b"\x55" * SECTOR


def test_clearing_leaves_nothing_and_the_next_key_is_kept():
    flash = blank()
    slots = opened(flash)
    slots.put(slot(3))
    slots.clear()
    assert slots.newest is None
    assert not traces(flash, 3)
    slots.put(slot(4))
    assert holds(opened(flash), 4)
    assert not flash.violations


def test_a_single_sector_serves_for_a_key_that_is_seldom_written():
    flash = blank(2)
    slots = opened(flash, 1, 1)
    for sequence in range(1, 3 * IN_SECTOR):
        slots.clear()
        slots.put(slot(sequence))
        assert holds(opened(flash, 1, 1), sequence)


def test_a_rotten_slot_is_no_slot_and_is_destroyed():
    for place in range(SLOT_BYTES):
        flash = blank()
        opened(flash).put(slot(5))
        flash.content[SECTOR + place] ^= 4
        slots = opened(flash)
        assert slots.newest is None
        assert flash.content[SECTOR : SECTOR + SLOT_BYTES] == bytes(SLOT_BYTES)


def test_after_a_cut_at_every_operation_the_old_or_the_new_key_is_there_alone():
    last = 4 * IN_SECTOR
    whole = blank()
    slots = opened(whole)
    for sequence in range(1, last + 1):
        slots.put(slot(sequence))
    for mode in MODES:
        for cut in range(whole.operations):
            flash = blank()
            flash.cut, flash.mode = cut, mode
            slots, put = opened(flash), 0
            try:
                for sequence in range(1, last + 1):
                    slots.put(slot(sequence))
                    put = sequence
            except PowerCut:
                pass
            flash = flash.rebooted()
            slots = opened(flash)
            there = slots.newest.sequence if slots.newest else 0
            assert put <= there <= put + 1, "%s at %d" % (mode, cut)
            assert not any(traces(flash, sequence) for sequence in range(1, last + 1) if sequence != there)
            slots.put(slot(there + 1))
            assert holds(opened(flash), there + 1), "%s at %d" % (mode, cut)
            assert not flash.violations, "%s at %d" % (mode, cut)


def test_a_key_that_could_not_be_destroyed_is_destroyed_with_the_next():
    flash = blank()
    slots = opened(flash)
    slots.put(slot(1))
    program = flash.writeblocks
    flash.writeblocks = lambda block, data, offset: -5 if data == bytes(SLOT_BYTES) else program(block, data, offset)
    refusal(StorageError, slots.put, slot(2))
    assert traces(flash, 1) and holds(slots, 2)
    flash.writeblocks = program
    slots.put(slot(3))
    assert not traces(flash, 1) and not traces(flash, 2)


def test_it_starts_with_the_newest_key_where_the_flash_takes_no_program_any_more():
    flash = blank()
    slots = opened(flash)
    slots.put(slot(1))
    flash.content[SECTOR + SLOT_BYTES : SECTOR + SLOT_BYTES + 20] = bytes(20)  # torn
    flash.writeblocks = lambda *arguments: -5
    assert holds(opened(flash), 1)
