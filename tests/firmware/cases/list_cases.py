"""Taking an offline list: a new one counts only when it is whole and verified; until then the old one answers."""

from checks import settings
from disk import blank, boot
from flash import MODES, PowerCut, RamFlash
from keys import secrets
from laptop import Counted
from lists.store import ListStore
from offered import KEY, OTHER_KEY, list_bytes, push
from viewmark_protocol.lists.offline import HEADER_BYTES
from viewmark_protocol.messages.hello import Done, Failed

LARGE = 500  # weapons: two blocks of the flash


def new_store():
    """Return `(flash, store)` with the key of the present epoch."""
    boot(blank(32))
    flash = RamFlash(2048, 8)
    secrets.unlock(bytes(32), Counted())
    store = ListStore(flash)
    store.take_key(KEY)
    return flash, store


def refused(answer):
    """Return the sentence of a refusal."""
    assert isinstance(answer, Failed), answer
    return answer.text


def holds(store, version):
    """Return whether the list of this version is in use and answers."""
    found = store.current.find("%dA7" % version)
    return store.version == version and len(found) == 1 and not store.current.find("%dA7" % (version + 1))


def test_blank_flash_holds_no_list():
    _, store = new_store()
    assert store.version is None
    assert "no list here" in store.refused


def test_a_list_is_in_use_as_soon_as_it_is_whole():
    _, store = new_store()
    assert push(store, list_bytes(5)).offset == len(list_bytes(5))
    assert holds(store, 5)


def test_a_list_over_several_blocks_is_in_use_after_a_reboot():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    assert holds(ListStore(flash), 5)
    assert not flash.violations


def test_newer_lists_replace_it_again_and_again():
    flash, store = new_store()
    for version in range(5, 12):
        push(store, list_bytes(version, LARGE))
        assert holds(store, version)
    assert not flash.violations
    assert holds(ListStore(flash), 11)


def test_an_older_or_the_same_list_is_not_taken():
    flash, store = new_store()
    push(store, list_bytes(5))
    before = flash.operations
    for version in (5, 4):
        content = list_bytes(version)
        assert push(store, content, 0).offset == len(content)
    assert flash.operations == before
    assert holds(store, 5)


def test_a_list_that_was_cut_off_goes_on_where_it_was():
    _, store = new_store()
    content = list_bytes(5, LARGE)
    reached = push(store, content, 2).offset
    assert reached == HEADER_BYTES + 2000
    assert store.offer(content[:HEADER_BYTES], len(content)).offset == reached
    push(store, content)
    assert holds(store, 5)


def test_another_list_that_is_offered_in_between_starts_anew():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE), 2)
    content = list_bytes(6, LARGE)
    assert store.offer(content[:HEADER_BYTES], len(content)).offset == HEADER_BYTES
    push(store, content)
    assert holds(store, 6)
    assert not flash.violations


def test_a_reboot_in_the_middle_keeps_the_old_list():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    push(store, list_bytes(6, LARGE), 3)
    secrets.unlock(bytes(32), Counted())
    store = ListStore(flash)
    assert holds(store, 5)
    push(store, list_bytes(6, LARGE))
    assert holds(store, 6)


def test_a_power_cut_at_every_operation_leaves_the_old_or_the_new_list():
    flash, store = new_store()
    push(store, list_bytes(5, 250))
    before = flash.operations
    image = flash.rebooted()
    push(store, list_bytes(6, 250))
    for mode in MODES:
        for cut in range(flash.operations - before):
            flash = image.rebooted()
            flash.cut, flash.mode = cut, mode
            try:
                push(ListStore(flash), list_bytes(6, 250))
            except PowerCut:
                pass
            store = ListStore(flash.rebooted())
            assert holds(store, 5) or holds(store, 6), "%s at %d" % (mode, cut)
            push(store, list_bytes(6, 250))
            assert holds(store, 6), "%s at %d" % (mode, cut)


def test_a_list_under_another_key_is_refused_and_the_old_one_stays():
    _, store = new_store()
    push(store, list_bytes(5))
    assert "under a key" in refused(push(store, list_bytes(6, key=OTHER_KEY)))
    assert holds(store, 5)


def test_a_header_that_is_none_is_refused():
    _, store = new_store()
    content = list_bytes(5)
    damaged = b"VML1" + bytes(HEADER_BYTES - 4)
    assert "header is damaged" in refused(store.offer(damaged, len(content)))
    for header in (b"", content[: HEADER_BYTES - 1], bytes(HEADER_BYTES)):
        assert "no list" in refused(store.offer(header, len(content)))


def test_a_size_that_is_not_the_headers_or_does_not_fit_is_refused():
    _, store = new_store()
    content = list_bytes(5)
    too_large = list_bytes(5, 1100)
    for header, size in ((content, len(content) + 8), (content, 0), (too_large, len(too_large))):
        assert "does not fit" in refused(store.offer(header[:HEADER_BYTES], size))


def test_a_damaged_body_is_refused_and_the_old_list_stays_also_after_a_reboot():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    content = bytearray(list_bytes(6, LARGE))
    content[HEADER_BYTES + 1234] ^= 1
    assert "damaged" in refused(push(store, bytes(content)))
    assert holds(store, 5)
    assert holds(ListStore(flash), 5)
    push(store, list_bytes(6, LARGE))
    assert holds(store, 6)


def test_parts_that_were_not_asked_for_are_refused():
    _, store = new_store()
    content = list_bytes(5)
    assert "not asked for" in refused(store.take(HEADER_BYTES, content[HEADER_BYTES:]))
    store.offer(content[:HEADER_BYTES], len(content))
    for offset in (0, HEADER_BYTES + 8, len(content), 1 << 40):
        assert "not asked for" in refused(store.take(offset, b"12345678"))
    assert "longer" in refused(store.take(HEADER_BYTES, content[HEADER_BYTES:] + b"1"))
    assert "empty" in refused(store.take(HEADER_BYTES, b""))


def test_a_list_of_nothing_replaces_the_old_one():
    flash, store = new_store()
    push(store, list_bytes(5))
    content = list_bytes(6, 0)
    assert push(store, content).offset == HEADER_BYTES
    assert store.version == 6
    assert ListStore(flash).version == 6
    assert not store.current.find("5A7")


def test_a_new_key_leaves_the_old_list_in_use_until_one_under_it_is_whole():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    assert isinstance(store.take_key(OTHER_KEY), Done)
    assert holds(store, 5)
    push(store, list_bytes(6, LARGE, OTHER_KEY), 1)
    assert holds(store, 5)
    assert holds(ListStore(flash), 5)
    push(store, list_bytes(6, LARGE, OTHER_KEY))
    assert holds(store, 6)
    assert holds(ListStore(flash), 6)
    assert settings.load_secret("list-key") == OTHER_KEY


def test_an_older_epochs_key_does_not_bring_its_older_list_back():
    flash, store = new_store()
    push(store, list_bytes(5))
    store.take_key(OTHER_KEY)
    push(store, list_bytes(6, key=OTHER_KEY))
    store.take_key(KEY)
    assert holds(store, 6)
    assert holds(ListStore(flash), 6)


def test_a_newer_list_under_the_old_key_is_taken_while_the_new_key_waits():
    flash, store = new_store()
    push(store, list_bytes(5))
    store.take_key(OTHER_KEY)
    push(store, list_bytes(6))
    assert holds(store, 6)
    push(store, list_bytes(7, key=OTHER_KEY))
    assert holds(ListStore(flash), 7)


def test_a_new_key_in_the_middle_of_a_list_ends_its_transfer():
    _, store = new_store()
    content = list_bytes(5, LARGE)
    reached = push(store, content, 1).offset
    store.take_key(OTHER_KEY)
    assert "not asked for" in refused(store.take(reached, content[reached : reached + 8]))
    push(store, list_bytes(6, LARGE, OTHER_KEY))
    assert store.version == 6


def test_what_is_no_key_is_refused_and_the_old_one_stays():
    _, store = new_store()
    push(store, list_bytes(5))
    for key in (b"", bytes(31), bytes(33)):
        assert "32 bytes" in refused(store.take_key(key))
    assert settings.load_secret("list-key") == KEY
    assert holds(store, 5)


def rot(flash, store):
    """Turn one bit in the body of the list in use."""
    flash.content[store._half * 8192 + HEADER_BYTES + 1234] ^= 1


def test_a_list_that_rotted_is_put_aside_and_taken_again():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    rot(flash, store)
    secrets.unlock(bytes(32), Counted())
    store = ListStore(flash)
    assert holds(store, 5)
    assert len(list(store.verifying())) == 1
    assert store.version is None
    assert "damaged" in store.damage
    assert ListStore(flash).version is None
    push(store, list_bytes(5, LARGE))
    assert holds(store, 5)


def test_a_list_as_it_was_issued_stays_in_use():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    list(store.verifying())
    assert holds(store, 5)
    assert holds(ListStore(flash), 5)


def test_a_list_that_is_taken_while_a_rotten_one_is_verified_stays():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    rot(flash, store)
    steps = store.verifying()
    next(steps)
    push(store, list_bytes(6, LARGE))
    list(steps)
    assert holds(store, 6)
