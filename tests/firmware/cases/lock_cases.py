"""The lock: a PIN is counted before it is judged, waits grow and outlive a restart, ten wrong ones destroy the key."""

from flash import MODES, PowerCut, RamFlash, refusal
from keys.lock import MOST_FAILURES, Lock
from laptop import HandVault
from ports import LockedError, StorageError, Vault
from sectors import Sectors

SECTOR = 512
STORE_KEY = bytes(range(32))
SALT, OTHER_SALT = b"salt of 16 bytes", b"another salt, 16"
RIGHT, WRONG = b"stretched right PIN, 32 bytes ..", b"stretched wrong PIN, 32 bytes .."
ADMINISTRATOR = bytes(range(1, 33))


class OtherChip(Vault):
    """The chip of another board."""

    in_chip = True

    def hmac(self, data):
        return HandVault().hmac(b"other" + data)


def blank():
    return RamFlash(SECTOR, 2, unit_bytes=16, zeroes=True)


def opened(flash, vault=None):
    return Lock(Sectors(flash), vault or HandVault())


def with_pin():
    """Return `(flash, lock)` with a PIN set."""
    flash = blank()
    lock = opened(flash)
    lock.write(STORE_KEY, SALT, RIGHT, 1000)
    return flash, lock


def tried(lock, stretched):
    lock.begin_try()
    return lock.finish_try(stretched)


def test_blank_flash_has_no_lock():
    lock = opened(blank())
    assert lock.is_blank and not lock.is_wiped and not lock.has_pin


def test_without_a_pin_the_chip_alone_opens_it_also_after_a_restart():
    flash = blank()
    opened(flash).write(STORE_KEY, SALT)
    lock = opened(flash)
    assert not lock.has_pin
    assert lock.open() == STORE_KEY


def test_a_copied_flash_opens_on_no_other_chip():
    flash = blank()
    opened(flash).write(STORE_KEY, SALT)
    lock = opened(flash, OtherChip())
    assert lock.is_blank  # not even its head is taken for one
    assert STORE_KEY not in bytes(flash.content)


def test_a_pin_opens_it_and_a_wrong_one_does_not():
    flash, _ = with_pin()
    lock = opened(flash)
    assert (lock.has_pin, lock.iterations, lock.salt) == (True, 1000, SALT)
    refusal(LockedError, lock.open)
    assert tried(lock, WRONG) is None
    assert tried(lock, RIGHT) == STORE_KEY


def test_wrong_pins_are_counted_over_restarts_and_forgotten_after_the_right_one():
    flash, _ = with_pin()
    for count in range(1, 6):
        assert tried(opened(flash), WRONG) is None
        assert opened(flash).failures == count
    tried(opened(flash), RIGHT)
    assert opened(flash).failures == 0


def test_a_try_counts_before_it_is_judged():
    flash, lock = with_pin()
    lock.begin_try()
    assert opened(flash).failures == 1


def test_waits_grow_with_every_wrong_pin_and_are_the_same_after_a_restart():
    flash, lock = with_pin()
    waits = [lock.wait_s]
    for _ in range(MOST_FAILURES - 1):
        tried(lock, WRONG)
        waits.append(lock.wait_s)
        assert opened(flash).wait_s == lock.wait_s
    assert waits[:3] == [0, 0, 0]
    assert waits[3:] == sorted(set(waits[3:]))
    assert waits[-1] == 3600


def test_the_tenth_wrong_pin_destroys_the_key_for_good():
    flash, lock = with_pin()
    for _ in range(MOST_FAILURES - 1):
        tried(lock, WRONG)
    assert not lock.is_wiped
    tried(lock, WRONG)
    assert lock.is_wiped
    lock = opened(flash)
    assert lock.is_wiped
    refusal(LockedError, lock.begin_try)
    assert not flash.violations


def test_a_lock_without_a_pin_counts_no_try():
    flash = blank()
    lock = opened(flash)
    lock.write(STORE_KEY, SALT)
    refusal(LockedError, lock.begin_try)
    assert opened(flash).failures == 0


def test_the_right_pin_whose_note_is_torn_counts_for_nothing_worse_than_its_try():
    flash, lock = with_pin()
    for _ in range(8):
        tried(lock, WRONG)
    lock.begin_try()
    flash.cut, flash.mode = flash.operations, "torn"
    refusal(PowerCut, lock.finish_try, RIGHT)
    lock = opened(flash.rebooted())
    assert (lock.failures, lock.is_wiped) == (9, False)
    assert tried(lock, RIGHT) == STORE_KEY


def test_it_starts_where_the_flash_takes_no_program_any_more():
    flash, lock = with_pin()
    lock.write(STORE_KEY, OTHER_SALT, WRONG, 2000)
    dead = flash.rebooted()
    dead.writeblocks = lambda *arguments: -5
    dead.ioctl = lambda request, argument: -5 if request == 6 else flash.ioctl(request, argument)
    lock = opened(dead)
    assert lock.has_pin
    refusal(StorageError, lock.begin_try)


def test_the_right_pin_at_the_tenth_try_opens_it():
    _, lock = with_pin()
    for _ in range(MOST_FAILURES - 1):
        tried(lock, WRONG)
    assert tried(lock, RIGHT) == STORE_KEY


def test_hundreds_of_tries_go_on_in_the_other_sector_and_keep_their_count():
    flash, lock = with_pin()
    for _ in range(200):
        for _ in range(3):
            assert tried(lock, WRONG) is None
        assert lock.failures == 3
        lock = opened(flash)
        assert lock.failures == 3
        assert tried(lock, RIGHT) == STORE_KEY
    assert flash.erased > 4
    assert not flash.violations


def test_a_new_pin_replaces_the_old_one_and_leaves_nothing_of_it():
    flash, lock = with_pin()
    old = lock._wrapped()
    lock.write(STORE_KEY, OTHER_SALT, WRONG, 2000)
    assert old not in bytes(flash.content)
    lock = opened(flash)
    assert (lock.iterations, tried(lock, RIGHT), tried(lock, WRONG)) == (2000, None, STORE_KEY)


def test_an_administrator_is_kept_over_new_pins_and_changes_nothing_else():
    flash, lock = with_pin()
    tried(lock, WRONG)
    lock.set_administrator(ADMINISTRATOR)
    lock = opened(flash)
    assert (lock.has_administrator, lock.failures) == (True, 1)
    assert tried(lock, RIGHT) == STORE_KEY
    lock.write(STORE_KEY, OTHER_SALT)
    assert opened(flash).administrator == ADMINISTRATOR


def test_a_changed_head_is_no_head():
    flash, _ = with_pin()
    for place in range(80):
        changed = flash.rebooted()
        changed.content[place] ^= 1
        assert opened(changed).is_blank, place


def test_a_changed_key_does_not_open():
    flash, _ = with_pin()
    flash.content[80] ^= 1
    assert tried(opened(flash), RIGHT) is None


def cut_everywhere(work, check):
    """Run `work(lock)` on a lock with a PIN, cut at every operation, and have `check(lock, done)` look afterwards."""
    flash, _ = with_pin()
    image = flash.rebooted()
    work(opened(flash))
    count = flash.operations
    for mode in MODES:
        for cut in range(count):
            flash = image.rebooted()
            flash.cut, flash.mode = cut, mode
            try:
                work(opened(flash))
            except PowerCut:
                pass
            after = flash.rebooted()
            check(opened(after), "%s at %d" % (mode, cut))
            assert not after.violations, "%s at %d" % (mode, cut)


def test_a_cut_while_the_pin_is_changed_leaves_the_old_or_the_new_one():
    def work(lock):
        lock.write(STORE_KEY, OTHER_SALT, WRONG, 2000)

    def check(lock, where):
        right = RIGHT if lock.salt == SALT else WRONG
        assert tried(lock, right) == STORE_KEY, where

    cut_everywhere(work, check)


def test_no_cut_gives_a_try_for_nothing():
    def work(lock):
        for _ in range(MOST_FAILURES - 1):
            tried(lock, WRONG)

    flash, _ = with_pin()
    image = flash.rebooted()
    work(opened(flash))
    for mode in MODES:
        for cut in range(flash.operations):
            copy = image.rebooted()
            copy.cut, copy.mode = cut, mode
            judged = 0
            try:
                lock = opened(copy)
                for _ in range(MOST_FAILURES - 1):
                    lock.begin_try()
                    judged += 1
                    lock.finish_try(WRONG)
            except PowerCut:
                pass
            assert opened(copy.rebooted()).failures >= judged, "%s at %d" % (mode, cut)


def test_a_cut_while_the_key_is_destroyed_does_not_save_it():
    flash, lock = with_pin()
    for _ in range(MOST_FAILURES - 1):
        tried(lock, WRONG)
    for mode in MODES:
        for cut in range(2):
            copy = flash.rebooted()
            copy.cut, copy.mode = cut, mode
            began = False
            try:
                lock = opened(copy)
                lock.begin_try()
                began = True
                lock.finish_try(WRONG)
            except PowerCut:
                pass
            lock = opened(copy.rebooted())
            assert lock.is_wiped or not began, "%s at %d" % (mode, cut)
