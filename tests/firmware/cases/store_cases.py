"""The store: what is sealed can be opened by the first key alone, and what goes wrong with keys loses no record."""

from checks import settings
from disk import blank, boot
from flash import RamFlash, refusal
from keys import secrets
from laptop import Bench, opened
from ports import LockedError, StorageError
from viewmark_protocol.sealing.chain import SealChain
from viewmark_protocol.sealing.record import end_proof, next_key

LOG_ID = b"log-0001"
SECTOR = 1024
SLOTS_AT = 3 * SECTOR
PIN_SALT, STRETCHED = b"salt of 16 bytes", b"stretched PIN of 32 bytes ......"


def store(records=3):
    """Return a handheld on blank flash with so many records."""
    boot(blank())
    return Bench(records)


def chain(bench):
    return SealChain(bench.ring.log_id, bench.log.first_key())


def unlocked(bench):
    """Enter the PIN."""
    lock = bench.store.lock
    lock.begin_try()
    bench.store.unlock(lock.finish_try(STRETCHED))
    return bench


def with_pin(records=3):
    """Return a handheld with a PIN, after power off and on: locked."""
    bench = store(records)
    bench.store.set_pin(PIN_SALT, STRETCHED, 1000)
    bench.restart()
    return bench


def test_a_new_handheld_begins_a_log_and_needs_no_pin():
    bench = store(0)
    assert (bench.store.state, bench.ring.log_id, bench.log.can_append) == ("open", LOG_ID, True)
    assert bench.log.first_key_waits


def test_records_are_sealed_in_a_chain_that_the_first_key_opens():
    bench = store(9)
    for number in range(1, 10):
        assert opened(bench.store, number) == b"record %d" % number


def test_the_log_goes_on_under_the_next_key_after_every_restart():
    bench = store(0)
    for number in range(1, 30):
        bench.append(b"record %d" % number)
        bench.restart()
    for number in range(1, 30):
        assert opened(bench.store, number) == b"record %d" % number
    assert not bench.flashes["keys"].violations


def test_no_key_of_a_record_lies_on_the_flash_in_clear_and_no_content():
    bench = store(6)
    key, lying = bench.log.first_key(), b"".join([bytes(flash.content) for flash in bench.flashes.values()])
    for number in range(1, 8):
        assert key not in lying
        assert b"record %d" % number not in lying
        key = next_key(key)


def test_the_proof_of_the_end_fits_after_every_append_and_restart():
    bench = store(0)
    for number in range(1, 5):
        assert chain(bench).proves_end(number, bench.log.end_proof)
        bench.restart()
        assert chain(bench).proves_end(number, bench.log.end_proof)
        bench.append(b"record")


def test_a_cut_between_record_and_key_slot_is_made_up_at_the_next_start():
    bench = store(3)
    bench.log._put_key = lambda key: None
    bench.append(b"record 4")
    bench.restart()
    assert chain(bench).proves_end(5, bench.log.end_proof)
    bench.append(b"record 5")
    assert [opened(bench.store, number) for number in (4, 5)] == [b"record 4", b"record 5"]


def test_a_key_slot_that_cannot_be_written_does_not_unrecord_the_check():
    bench = store(3)

    def failing(key):
        raise StorageError("The flash could not be written.")

    bench.log._put_key = failing
    assert bench.append(b"record 4") == 4
    bench.restart()
    assert opened(bench.store, 4) == b"record 4"


def test_a_tail_that_was_cut_off_is_not_written_over_and_shows():
    bench = store(3)
    whole = bytes(bench.flashes["records"].content)
    bench.append(b"record 4")
    bench.flashes["records"].content[:] = whole
    bench.restart()
    assert bench.ring.next_sequence == 5
    assert "damaged" in refusal(StorageError, bench.ring.read, 4)
    assert bench.append(b"record 5") == 5
    assert chain(bench).open(5, bench.ring.read(5)) == b"record 5"


def test_a_tail_that_was_cut_off_with_its_key_slot_cannot_be_proved():
    bench = store(3)
    proof = bench.log.end_proof
    before = bytes(bench.flashes["records"].content)
    bench.append(b"record 4")
    bench.flashes["records"].content[:] = before
    bench.flashes["keys"].content[SLOTS_AT:] = bytes(3 * SECTOR)
    bench.restart()
    assert bench.log.end_proof is None or not chain(bench).proves_end(5, bench.log.end_proof)
    assert not chain(bench).proves_end(5, proof)


def test_a_lost_key_slot_is_made_again_from_the_first_key_while_that_is_here():
    bench = store(5)
    bench.flashes["keys"].content[SLOTS_AT:] = b"\xff" * (3 * SECTOR)
    bench.restart()
    assert bench.append(b"record 6") == 6
    assert opened(bench.store, 6) == b"record 6"


def without_key(records=3):
    """Return a handheld whose first key is with the laptop and whose key slot was lost."""
    bench = store(records)
    bench.log.forget_first_key()
    bench.flashes["keys"].content[SLOTS_AT:] = b"\xff" * (3 * SECTOR)
    bench.restart()
    return bench


def test_without_a_key_nothing_is_recorded_while_records_wait():
    bench = without_key()
    assert (bench.store.state, bench.log.can_append) == ("no-key", False)
    assert "Sync with the laptop" in refusal(LockedError, bench.append, b"record 4")
    assert len(bench.ring.read(3)) > 60
    assert bench.ring.next_sequence == 4


def test_without_a_key_it_goes_on_with_a_new_log_once_all_is_acknowledged():
    bench = without_key()
    bench.store.acknowledge(3)
    assert not bench.log.can_append
    bench.store.acknowledge(4)
    assert (bench.store.state, bench.ring.log_id, bench.ring.next_sequence) == ("open", b"log-0002", 1)
    bench.append(b"record 1")
    bench.restart()
    assert opened(bench.store, 1) == b"record 1"
    assert bench.ring.acknowledged == 0


def test_a_first_key_is_forgotten_for_good():
    bench = store(2)
    key = bench.log.first_key()
    wrapped = bench.log._first_keys.newest.wrapped
    bench.log.forget_first_key()
    assert "laptop has taken it" in refusal(StorageError, bench.log.first_key)
    assert wrapped not in bytes(bench.flashes["keys"].content)
    bench.restart()
    assert not bench.log.first_key_waits
    bench.append(b"record 3")
    assert SealChain(LOG_ID, key).open(3, bench.ring.read(3), bench.ring.read(2)) == b"record 3"


def test_a_locked_handheld_gives_sealed_records_and_nothing_else():
    bench = with_pin()
    assert bench.store.state == "locked"
    assert len(bench.ring.read(2)) > 60
    for function in (bench.log.label, bench.append):
        refusal(LockedError, function, 1 if function == bench.log.label else b"record")
    refusal(LockedError, secrets.close, b"purpose", b"content")


def test_a_locked_handheld_still_proves_the_end_of_its_log():
    bench = store(3)
    right = chain(bench)
    bench.store.set_pin(PIN_SALT, STRETCHED, 1000)
    bench.restart()
    assert right.proves_end(4, bench.log.end_proof)


def test_the_pin_opens_the_log_where_it_was():
    bench = unlocked(with_pin())
    assert bench.store.state == "unlocked"
    bench.append(b"record 4")
    assert [opened(bench.store, number) for number in (1, 4)] == [b"record 1", b"record 4"]


def test_locking_forgets_every_key():
    bench = unlocked(with_pin())
    bench.store.lock_up()
    assert bench.store.state == "locked"
    refusal(LockedError, bench.append, b"record 4")
    refusal(LockedError, bench.log.label, 1)


def wiped(records=3):
    """Return a handheld after ten wrong PINs."""
    bench = with_pin(records)
    for _ in range(10):
        bench.store.lock.begin_try()
        bench.store.lock.finish_try(b"wrong")
    return bench


def test_ten_wrong_pins_leave_the_records_to_the_laptop_and_no_key():
    bench = wiped()
    bench.restart()
    assert bench.store.state == "wiped"
    assert len(bench.ring.read(3)) > 60
    bench.store.acknowledge(4)
    assert bench.store.state == "wiped"  # an administrator's work, not a sync's


def test_a_wiped_handheld_begins_anew_only_when_nothing_waits():
    bench = wiped()
    assert "Sync first" in refusal(StorageError, bench.store.begin_anew)
    bench.store.acknowledge(4)
    bench.store.begin_anew()
    assert (bench.store.state, bench.ring.log_id) == ("open", b"log-0002")
    bench.append(b"record 1")
    bench.restart()
    assert opened(bench.store, 1) == b"record 1"


def test_a_beginning_that_is_cut_anywhere_is_made_up_at_the_next_start():
    bench = store(3)
    bench.store.acknowledge(4)
    images = {name: flash.rebooted() for name, flash in bench.flashes.items()}
    bench.flashes = {name: flash.rebooted() for name, flash in images.items()}
    bench.restart()
    before = bench.flashes["keys"].operations
    bench.store.begin_anew()
    count = bench.flashes["keys"].operations - before
    assert count > 5
    for cut in range(count):
        bench.flashes = {name: flash.rebooted() for name, flash in images.items()}
        bench.restart()
        bench.flashes["keys"].cut = bench.flashes["keys"].operations + cut
        try:
            bench.store.begin_anew()
        except Exception as error:  # noqa: BLE001  the power cut is no StorageError
            assert type(error).__name__ == "PowerCut"
        bench.flashes = {name: flash.rebooted() for name, flash in bench.flashes.items()}
        bench.restart()
        assert bench.store.state == "open", cut
        sequence = bench.append(b"goes on")
        assert chain(bench).open(sequence, bench.ring.read(sequence)) == b"goes on", cut


def test_a_copied_flash_on_another_board_opens_nothing():
    bench = store(3)
    bench.vault = OtherVault()
    bench.restart()
    assert bench.store.state == "no-key"
    assert not secrets.are_open()


class OtherVault:
    in_chip = True

    def hmac(self, data):
        return bytes(32)


def test_labels_tell_the_history_without_the_records_keys():
    bench = store(0)
    bench.log.append(b"content", 1790000123, 3, 2)
    bench.log.forget_first_key()
    bench.restart()
    assert bench.log.label(1) == (1, 1790000123, 3, 2)


def test_a_time_before_the_newest_check_is_told_also_after_a_restart():
    bench = store(0)
    bench.log.append(b"content", 1790000000)
    assert bench.log.behind_s(1789999000) == 1000
    bench.restart()
    assert bench.log.behind_s(1789999000) == 1000
    for later in (1790000000, 1790000001, 0):
        assert bench.log.behind_s(later) is None


def test_a_lock_that_rotted_is_made_anew_once_nothing_waits():
    bench = store(3)
    bench.flashes["keys"].content[: 2 * SECTOR] = b"\xff" * (2 * SECTOR)
    bench.restart()
    assert bench.store.state == "no-key"
    bench.store.acknowledge(4)
    assert (bench.store.state, bench.ring.log_id) == ("open", b"log-0002")


def test_an_acknowledgement_of_an_older_log_frees_nothing_of_the_new_one():
    bench = without_key()
    bench.store.acknowledge(4)
    assert settings.load("acknowledgement", None) == [LOG_ID, 4]
    bench.append(b"record 1")
    bench.restart()
    assert bench.ring.waits


def test_the_proof_is_that_of_the_protocol():
    bench = store(1)
    key = next_key(bench.log.first_key())
    assert bench.log.end_proof == end_proof(key, LOG_ID, 2)


def test_a_partition_for_keys_that_is_larger_serves_too():
    boot(blank())
    bench = Bench()
    bench.flashes["keys"] = RamFlash(4096, 16, unit_bytes=16, zeroes=True)
    bench.flashes["records"] = RamFlash(4096, 4, unit_bytes=16)
    bench.restart()
    for number in range(1, 200):
        bench.append(b"record %d" % number)
    bench.restart()
    assert opened(bench.store, 199) == b"record 199"
    assert not bench.flashes["keys"].violations


def test_checks_under_a_damaged_sector_head_still_wait_behind_an_older_log():
    bench = store(3)
    bench.store.acknowledge(4)
    bench.store.begin_anew()
    for number in range(1, 4):
        bench.append(b"record %d" % number)
    bench.flashes["records"].content[SECTOR + 5] ^= 1
    bench.restart()
    assert (bench.store.state, bench.ring.log_id, bench.ring.next_sequence) == ("open", b"log-0002", 4)
    assert [opened(bench.store, number) for number in (1, 2, 3)] == [b"record %d" % number for number in (1, 2, 3)]


def test_a_check_after_one_that_rotted_stands_alone_and_is_opened():
    bench = store(3)
    before = bench.ring.read(3)
    at = bytes(bench.flashes["records"].content).find(before)
    bench.flashes["records"].content[at + 30] ^= 1
    bench.restart()
    bench.append(b"record 4")
    assert chain(bench).open(4, bench.ring.read(4), before) == b"record 4"


def test_settings_of_another_shape_do_not_keep_it_from_starting():
    for name in ("acknowledgement", "boot-count", "pending-photo", "key-kept"):
        for value in (7, b"x", "text", [1], [b"x", "y"], None):
            bench = store(2)
            settings.store(name, value)
            bench.restart()
            assert bench.ring.next_sequence == 3, (name, value)


def test_it_starts_where_the_keys_flash_takes_no_program_any_more():
    bench = store(3)
    bench.log._put_key = lambda key: None
    bench.append(b"record 4")
    bench.flashes["keys"].writeblocks = lambda *arguments: -5
    bench.restart()
    assert bench.store.state == "open"
    assert opened(bench.store, 4) == b"record 4"


def test_a_first_key_that_cannot_be_read_is_a_storage_error():
    bench = store(3)
    bench.flashes["keys"].content[2 * SECTOR + 40] ^= 1
    bench.restart()
    refusal(StorageError, bench.log.first_key)


def test_that_a_laptop_has_the_first_key_is_known_after_a_restart_and_of_this_log_only():
    bench = store(3)
    assert not bench.store.first_key_kept
    bench.store.note_first_key_kept()
    bench.restart()
    assert bench.store.first_key_kept
    bench.store.acknowledge(4)
    bench.store.begin_anew()
    assert not bench.store.first_key_kept


def test_an_unset_clock_does_not_hide_that_the_time_went_back():
    bench = store(0)
    bench.log.append(b"content", 1790000000)
    bench.log.append(b"content", 0)
    assert bench.log.behind_s(1789999000) == 1000
