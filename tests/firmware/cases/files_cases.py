"""Files on a real littlefs: photos, settings and answers, and what happens on full or damaged flash."""

import hashlib
import os

from checks import answers, files, photos, settings
from disk import BLOCK_BYTES, BLOCKS, NEXT, MemoryPhoto, blank, boot
from flash import refusal
from keys import secrets
from laptop import Counted
from offered import KEY
from ports import LockedError, StorageError
from viewmark_protocol.sealing.box import box_bytes, open_box

LOG_ID = b"log-0001"
PICTURE = MemoryPhoto(bytes([place * 31 & 255 for place in range(9000)]))
BOX_BYTES = box_bytes(9000)


def test_a_file_outlives_a_reboot():
    flash = boot(blank())
    files.write("taken/one", (b"first ", b"second"))
    boot(flash)
    assert files.read("taken/one") == b"first second"
    assert files.size_bytes("taken/one") == 12


def test_blank_flash_is_formatted_and_used_flash_is_not():
    flash = boot(blank())
    files.write("taken/one", (b"content",))
    boot(boot(flash))
    assert list(files.names("taken")) == ["one"]


def test_a_damaged_superblock_is_reported_and_not_formatted():
    flash = boot(blank())
    files.write("taken/one", (b"content",))
    flash.content[: 2 * BLOCK_BYTES] = bytes(2 * BLOCK_BYTES)
    before = bytes(flash.content)
    assert "cannot be read" in refusal(StorageError, boot, flash)
    assert flash.content == before


def test_an_erased_superblock_before_stored_files_is_not_taken_for_blank_flash():
    flash = boot(blank())
    files.write("taken/one", (bytes(5000),))
    flash.content[: 2 * BLOCK_BYTES] = b"\xff" * (2 * BLOCK_BYTES)
    refusal(StorageError, boot, flash)


def test_a_first_formatting_of_which_a_few_bytes_landed_is_done_again():
    flash = blank()
    flash.content[:16] = bytes(16)
    boot(flash)
    files.write("taken/one", (b"content",))
    assert files.read("taken/one") == b"content"


def test_without_room_a_write_is_refused_and_the_old_file_stays():
    boot(blank())
    files.write("taken/one", (b"old",))
    text = refusal(StorageError, files.write, "taken/one", (bytes(BLOCK_BYTES) for _ in range(BLOCKS)))
    assert "Sync with the laptop" in text
    assert files.read("taken/one") == b"old"


def test_a_refused_write_gives_its_room_back():
    boot(blank())
    free = files.free_bytes()
    refusal(StorageError, files.write, "taken/one", (bytes(BLOCK_BYTES) for _ in range(BLOCKS)))
    assert files.free_bytes() == free
    assert list(files.names("taken")) == []


def test_what_a_cut_left_unnamed_is_removed_at_the_next_boot():
    flash = boot(blank())
    with open(files.ROOT + "/taken/half.new", "wb") as file:
        file.write(bytes(30000))
    boot(flash)
    assert os.listdir(files.ROOT + "/taken") == []


def kept():
    """Keep the picture and return `(digest, key)`."""
    return photos.keep(PICTURE, NEXT, Counted())


def test_a_photo_lies_in_a_box_named_by_the_boxs_digest():
    boot(blank())
    digest, key = kept()
    assert photos.size_bytes(digest) == BOX_BYTES
    box = photos.read(digest, 0, BOX_BYTES)
    assert hashlib.sha256(box).digest() == digest
    assert open_box(key, box) == PICTURE.content
    assert photos.read(digest, BOX_BYTES - 10, 100) == box[-10:]


def test_nothing_of_a_picture_and_its_key_lies_on_the_flash():
    flash = boot(blank())
    _, key = kept()
    content = bytes(flash.content)
    assert PICTURE.content[100:132] not in content
    assert key not in content


def test_the_same_picture_is_another_box_each_time():
    boot(blank())
    random = Counted()
    boxes = [photos.keep(PICTURE, NEXT, random) for number in (1, 2)]
    assert boxes[0][0] != boxes[1][0] and boxes[0][1] != boxes[1][1]


def test_a_photo_stays_until_it_is_acknowledged_and_then_makes_room():
    flash = boot(blank())
    free = files.free_bytes()
    digest, _ = kept()
    boot(flash)
    assert photos.size_bytes(digest) == BOX_BYTES
    photos.acknowledge(digest)
    assert photos.size_bytes(digest) == -1
    assert files.free_bytes() == free


def test_acknowledging_a_photo_that_is_not_here_changes_nothing():
    boot(blank())
    digest, _ = kept()
    for other in (bytes(32), b"", b"/", bytes(5000)):
        photos.acknowledge(other)
    assert photos.size_bytes(digest) == BOX_BYTES


def test_what_is_no_digest_names_no_photo_and_no_folder():
    boot(blank())
    digest, _ = kept()
    for wrong in (b"", b"..", digest[:31], digest + b"\0"):
        assert photos.size_bytes(wrong) == -1
        assert photos.read(wrong, 0, 10) == b""
    photos.acknowledge(b"")
    assert photos.size_bytes(digest) == BOX_BYTES


def test_reading_far_beyond_a_photo_gives_nothing():
    boot(blank())
    digest, _ = kept()
    for offset in (BOX_BYTES, 1 << 31, 1 << 40, (1 << 64) - 1):
        assert photos.read(digest, offset, 100) == b""


def test_photos_leave_room_for_settings_and_answers():
    boot_unlocked()
    count, random = 0, Counted()
    try:
        while True:
            photos.keep(MemoryPhoto(bytes([count]) * 9000), NEXT, random)
            count += 1
    except StorageError as error:
        assert "Sync with the laptop" in str(error)
    assert count > 3
    settings.store("boot-count", 7)
    answers.keep(LOG_ID, 1, "none", 0, "Not known.")
    assert settings.load("boot-count", 0) == 7


def test_a_setting_is_kept_and_another_is_the_default():
    flash = boot(blank())
    settings.store("boot-count", 3)
    settings.store("acknowledgement", [b"log-0001", 12])
    boot(flash)
    assert settings.load("boot-count", 0) == 3
    assert settings.load("acknowledgement", None) == [b"log-0001", 12]
    assert settings.load("list-key", b"none") == b"none"


def test_a_damaged_setting_is_the_default():
    boot(blank())
    for content in (b"", b"\xff", b"\x18", b"\x01\x02"):
        files.write("settings/boot-count", (content,))
        assert settings.load("boot-count", 41) == 41, content


def boot_unlocked():
    """Boot blank flash with a store key at hand."""
    secrets.unlock(bytes(32), Counted())
    return boot(blank())


def test_a_secret_lies_in_a_box_and_is_read_only_while_unlocked():
    flash = boot_unlocked()
    settings.store_secret("list-key", KEY)
    assert settings.load_secret("list-key") == KEY
    assert KEY not in bytes(flash.content)
    secrets.lock()
    assert settings.load_secret("list-key") is None
    assert "Enter its PIN" in refusal(LockedError, settings.store_secret, "list-key", KEY)
    secrets.unlock(bytes(31) + b"\1", Counted())
    assert settings.load_secret("list-key") is None


def test_a_damaged_secret_is_none():
    boot_unlocked()
    settings.store_secret("list-key", KEY)
    box = settings.load("list-key", None)
    for damaged in (box[:-1], box[:-1] + bytes([box[-1] ^ 1]), b"", 7, None):
        settings.store("list-key", damaged)
        assert settings.load_secret("list-key") is None


def test_an_answer_is_read_only_while_unlocked_and_nothing_of_it_lies_on_the_flash():
    flash = boot_unlocked()
    answers.keep(LOG_ID, 5, "hit", 2, "Two weapons.")
    secrets.lock()
    assert answers.load(LOG_ID, 5) is None
    assert b"Two weapons" not in bytes(flash.content)
    refusal(LockedError, answers.keep, LOG_ID, 6, "hit", 1, "One.")


def test_an_answer_is_kept_by_the_check_that_asked():
    boot_unlocked()
    answers.keep(LOG_ID, 5, "hit", 2, "Two weapons.")
    assert answers.load(LOG_ID, 5) == ["hit", 2, "Two weapons."]
    assert answers.load(LOG_ID, 6) is None


def test_a_damaged_answer_is_no_answer():
    boot(blank())
    for content in (b"", b"\x83", b"\x01", b"\x80", b"\x84\x01\x02\x03\x04"):
        files.write("answers/5", (content,))
        assert answers.load(LOG_ID, 5) is None, content


def test_answers_to_checks_that_are_gone_are_forgotten():
    boot_unlocked()
    for sequence in (1, 2, 3, 12):
        answers.keep(LOG_ID, sequence, "none", 0, "")
    answers.forget_below(3)
    assert sorted(files.names("answers")) == ["12", "3"]


def test_an_answer_to_another_log_is_no_answer_and_is_forgotten():
    boot_unlocked()
    answers.keep(b"log-0000", 1, "hit", 1, "Stolen.")
    assert answers.load(LOG_ID, 1) is None
    assert list(files.names("answers")) == []


def test_that_an_answer_is_awaited_replaces_no_answer():
    boot_unlocked()
    answers.keep(LOG_ID, 1, "queued", 0, "")
    for word in ("hit", "near", "none"):
        answers.keep(LOG_ID, 1, word, 1, "")
        answers.keep(LOG_ID, 1, "queued", 0, "")
        answers.keep(LOG_ID, 1, "error", 0, "")
        assert answers.load(LOG_ID, 1)[0] == word


def test_a_flash_that_errs_is_not_taken_for_a_file_that_is_missing():
    flash = boot(blank())
    files.write("taken/one", (bytes(5000),))
    boot(flash)
    flash.dead = True
    for function in (files.read, files.size_bytes, files.remove):
        assert "cannot be read" in refusal(StorageError, function, "taken/one")
    assert "cannot be read" in refusal(StorageError, lambda: list(files.names("taken")))
    assert answers.load(LOG_ID, 1) is None


def test_a_file_system_whose_free_blocks_wrap_has_no_room():
    class Os:
        def statvfs(self, path):
            return (4096, 4096, 64, (1 << 32) - 1)

    real, files.os = files.os, Os()
    try:
        assert files.free_bytes() == 0
    finally:
        files.os = real


class BadPhoto(MemoryPhoto):
    """Claims more than it has, or fails."""

    def __init__(self, read):
        self.read = read
        self.size_bytes = 5000


def test_a_photo_that_cannot_be_read_to_its_end_is_refused_and_leaves_nothing():
    def failing(offset, count):
        raise OSError(5)

    boot(blank())
    for read in (failing, lambda offset, count: b"", lambda offset, count: b"x" * 100 if offset < 300 else b""):
        assert "picture" in refusal(StorageError, photos.keep, BadPhoto(read), NEXT, Counted())
        assert os.listdir(files.ROOT + "/taken") == []


def test_a_photo_that_fails_while_it_is_stored_leaves_nothing():
    boot(blank())
    parts = [b"x" * 5000]
    photo = BadPhoto(lambda offset, count: parts.pop() if parts else b"")
    assert "cut off" in refusal(StorageError, photos.keep, photo, NEXT, Counted())
    assert os.listdir(files.ROOT + "/taken") == []
