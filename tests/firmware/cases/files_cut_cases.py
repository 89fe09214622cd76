"""The power is cut while littlefs works: a file is the old one or the new one, whole, and the store goes on."""

from checks import files, photos, settings
from disk import NEXT, MemoryPhoto, blank, boot, unmount
from flash import MODES, refusal
from laptop import Counted
from ports import StorageError
from viewmark_protocol.sealing.box import box_bytes, open_box

OLD, NEW = b"old " * 300, b"new " * 1500
SAMPLED = 24  # cut points of each mode, evenly over the operations


def cut_points(make_image, action):
    """Yield `(mode, number, flash)`, each flash booted from the image with the cut set, and how it is known."""
    flash = boot(make_image().rebooted())
    before = flash.operations
    action()
    count = flash.operations - before
    image = make_image()
    for mode in MODES:
        for number in range(0, count, max(1, count // SAMPLED)):
            flash = boot(image.rebooted())
            flash.cut, flash.mode = flash.operations + number, mode
            yield mode, number, flash


def interrupted(action, *arguments):
    """Do what the power cut ends; return whether it was reported as done."""
    try:
        action(*arguments)
    except (OSError, StorageError):
        return False
    return True


def with_old_files():
    flash = boot(blank(32))
    files.write("taken/one", (OLD,))
    files.write("taken/other", (OLD,))
    settings.store("boot-count", 6)
    unmount()
    return flash


def replace():
    files.write("taken/one", (NEW[:2000], NEW[2000:]))


def test_a_replaced_file_is_the_old_or_the_new_after_every_cut():
    for mode, number, flash in cut_points(with_old_files, replace):
        done = interrupted(replace)
        boot(flash.rebooted())
        content = files.read("taken/one")
        assert content in (OLD, NEW), "%s at %d" % (mode, number)
        assert not done or content == NEW, "%s at %d" % (mode, number)
        assert files.read("taken/other") == OLD, "%s at %d" % (mode, number)
        assert settings.load("boot-count", 0) == 6, "%s at %d" % (mode, number)


def test_the_store_is_writable_after_every_cut_and_nothing_is_left_over():
    for mode, number, flash in cut_points(with_old_files, replace):
        interrupted(replace)
        flash = boot(flash.rebooted())
        replace()
        boot(flash)
        assert files.read("taken/one") == NEW, "%s at %d" % (mode, number)
        assert sorted(files.names("taken")) == ["one", "other"], "%s at %d" % (mode, number)
        assert not flash.violations, "%s at %d" % (mode, number)


def test_a_setting_is_the_old_or_the_new_after_every_cut():
    def count_on():
        settings.store("boot-count", 7)

    for mode, number, flash in cut_points(with_old_files, count_on):
        done = interrupted(count_on)
        boot(flash.rebooted())
        assert settings.load("boot-count", 0) in ((7,) if done else (6, 7)), "%s at %d" % (mode, number)


def test_a_photo_is_whole_or_not_there_after_every_cut():
    # Larger flash: photos leave a reserve.
    image = boot(blank())
    picture = MemoryPhoto(bytes([place * 31 & 255 for place in range(9000)]))
    digest, key = photos.keep(picture, NEXT, Counted())
    photos.acknowledge(digest)
    unmount()

    def keep():
        photos.keep(picture, NEXT, Counted())

    for mode, number, flash in cut_points(lambda: image, keep):
        done = interrupted(keep)
        boot(flash.rebooted())
        size = photos.size_bytes(digest)
        whole = box_bytes(9000)
        assert size in ((whole,) if done else (-1, whole)), "%s at %d" % (mode, number)
        assert size < 0 or open_box(key, photos.read(digest, 0, whole)) == picture.content, "%s at %d" % (mode, number)


def test_the_first_formatting_can_be_cut_anywhere_and_is_done_again():
    flash = boot(blank(32))
    count = flash.operations
    for mode in MODES:
        for number in range(count):
            flash = blank(32)
            flash.cut, flash.mode = number, mode
            interrupted(boot, flash)
            flash = boot(flash.rebooted())
            replace()
            boot(flash)
            assert files.read("taken/one") == NEW, "%s at %d" % (mode, number)


def test_a_file_written_over_in_place_is_caught_by_the_same_cuts():
    def wrong():
        with open(files.ROOT + "/taken/one", "wb") as file:
            file.flush()
            file.write(NEW)

    broken = 0
    for _, _, flash in cut_points(with_old_files, wrong):
        interrupted(wrong)
        boot(flash.rebooted())
        broken += files.read("taken/one") not in (OLD, NEW)
    assert broken > 0


def test_dead_flash_is_reported():
    flash = with_old_files()
    boot(flash)
    flash.dead = True
    assert "no room" in refusal(StorageError, replace)
