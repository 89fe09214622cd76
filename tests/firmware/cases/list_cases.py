"""Taking an offline list: a newer one replaces the older one part by part, and no answer in between is wrong."""

from protocol_helpers.lists import file_of

from checks import settings
from disk import blank, boot
from flash import MODES, PowerCut, RamFlash
from issuer import ISSUER, OTHER_ISSUER
from keys import secrets
from laptop import Counted
from lists.store import ListStore
from offered import KEY, OTHER_KEY, changes_bytes, head_of, list_bytes, push, weapons_of
from viewmark_protocol.errors import ListReplacedError
from viewmark_protocol.judging import judge
from viewmark_protocol.lists import header as headers
from viewmark_protocol.lists.header import HEADER_BYTES, OVERLAY_MAGIC
from viewmark_protocol.messages.hello import Done, Failed

LARGE = 1500  # weapons: four segments of the flash
headers.SEGMENT_BYTES = 2048  # 64 times smaller than they are, as the lists are


def new_store():
    """Return `(flash, store)` with the key of the present epoch."""
    boot(blank(32))
    flash = RamFlash(2048, 64)
    secrets.unlock(bytes(32), Counted())
    store = ListStore(flash)
    store.take_key(KEY, ISSUER.root)
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


def test_the_same_list_is_here_already_and_an_older_one_is_refused():
    flash, store = new_store()
    push(store, list_bytes(5))
    before = flash.operations
    assert push(store, list_bytes(5), 0).offset == len(list_bytes(5))
    assert "older than the one here" in refused(push(store, list_bytes(4), 0))
    assert flash.operations == before
    assert holds(store, 5)


def test_a_list_without_a_good_signature_is_refused():
    flash, store = new_store()
    push(store, list_bytes(5))
    before = flash.operations
    assert "not signed" in refused(push(store, list_bytes(6, issuer=OTHER_ISSUER)))
    assert "not signed" in refused(push(store, list_bytes(6, issuer=None)))
    changed = bytearray(head_of(list_bytes(6)))
    changed[HEADER_BYTES + 100] ^= 1
    assert "not signed" in refused(store.offer(bytes(changed), len(list_bytes(6))))
    assert flash.operations == before
    assert holds(store, 5)


def test_without_a_root_no_list_is_taken():
    boot(blank(32))
    secrets.unlock(bytes(32), Counted())
    store = ListStore(RamFlash(2048, 64))
    store.take_key(KEY)
    assert "no authority" in refused(push(store, list_bytes(5)))


def test_another_root_is_taken_only_with_the_endorsement_of_the_known_one():
    _, store = new_store()
    assert "another authority" in refused(store.take_key(KEY, OTHER_ISSUER.root))
    forged = OTHER_ISSUER.sign(b"viewmark list root" + OTHER_ISSUER.root)
    assert "another authority" in refused(store.take_key(KEY, OTHER_ISSUER.root, forged))
    endorsed = ISSUER.sign(b"viewmark list root" + OTHER_ISSUER.root)
    assert isinstance(store.take_key(KEY, OTHER_ISSUER.root, endorsed), Done)
    push(store, list_bytes(5, issuer=OTHER_ISSUER))
    assert holds(store, 5)
    assert "not signed" in refused(push(store, list_bytes(6)))


def test_a_list_that_was_cut_off_goes_on_where_it_was():
    _, store = new_store()
    content = list_bytes(5, LARGE)
    reached = push(store, content, 2).offset
    assert reached == len(head_of(content)) + 2000
    assert store.offer(head_of(content), len(content)).offset == reached
    push(store, content)
    assert holds(store, 5)


def test_another_list_that_is_offered_in_between_starts_anew():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE), 2)
    content = list_bytes(6, LARGE)
    assert store.offer(head_of(content), len(content)).offset == len(head_of(content))
    push(store, content)
    assert holds(store, 6)
    assert not flash.violations


def answers(store, serial):
    """Return what is found of a serial, or None while its part is being replaced."""
    try:
        return [one.category for one in store.current.find(serial)]
    except ListReplacedError:
        return None


def check_between(store, old, new, count):
    """Check that every answer is the older list's, the newer one's, or that nobody can say; return how many of each."""
    told = [0, 0, 0]
    for number in range(0, count, 7):
        ours, theirs = answers(store, "%dA%d" % (old, number)), answers(store, "%dA%d" % (new, number))
        assert ours in ([], ["stolen"], None) and theirs in ([], ["stolen"], None)
        told[0] += ours == ["stolen"]
        told[1] += theirs == ["stolen"]
        told[2] += ours is None
    return told


def test_while_a_list_is_replaced_each_part_answers_from_the_one_that_has_it():
    _, store = new_store()
    push(store, list_bytes(5, LARGE))
    content = list_bytes(6, LARGE)
    told = check_between(store, 5, 6, LARGE)
    asked = (LARGE + 6) // 7
    assert told == [asked, 0, 0]
    seen = set()
    for _ in range(len(content) // 1000 + 3):
        push(store, content, 1)
        now = check_between(store, 5, 6, LARGE)
        assert now[0] <= told[0] and now[1] >= told[1]  # the one goes, the other comes
        if store.version is None:
            assert store.current.header.version == 5  # the older one's dates count
        seen.add(now[2] > 0)
        told = now
    assert told == [0, asked, 0]
    assert seen == {True, False}
    assert store.version == 6


def test_what_lies_in_the_part_in_hand_is_unchecked_never_clear():
    _, store = new_store()
    push(store, list_bytes(5, LARGE))
    push(store, list_bytes(6, LARGE), 4)
    words = set()
    for number in range(LARGE):
        verdict = judge("5A%d" % number, "GLOCK", store.current, 1790000000, "laptop")
        words.add((verdict.word, verdict.reason))
        if verdict.word == "clear":  # the newer list has this part, and says so
            assert store.current._newer.find("5A%d" % number) == []
    assert ("unchecked", "list-being-replaced") in words
    assert ("hit", "serial-and-maker-listed") in words


def test_a_reboot_in_the_middle_goes_on_where_the_last_whole_part_was():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    content = list_bytes(6, LARGE)
    reached = push(store, content, 4).offset
    store = ListStore(flash)
    assert store.version is None and store.current.header.version == 5
    wanted = store.offer(head_of(content), len(content)).offset
    assert reached - 2048 <= wanted <= reached
    push(store, content)
    assert holds(store, 6)
    assert not flash.violations


def test_another_list_in_the_middle_of_one_leaves_no_wrong_answer():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    push(store, list_bytes(6, LARGE), 4)
    content = list_bytes(7, LARGE)
    push(store, content, 2)
    assert [one for one in range(0, LARGE, 9) if answers(store, "6A%d" % one) == ["stolen"]] == []
    assert check_between(ListStore(flash), 5, 7, LARGE)[2] > 0
    push(store, content)
    assert holds(store, 7)
    assert holds(ListStore(flash), 7)


def test_a_list_that_lost_parts_is_not_replaced_by_an_older_one_but_can_come_again():
    _, store = new_store()
    push(store, list_bytes(5, LARGE))
    push(store, list_bytes(6, LARGE), 4)
    assert "older" in refused(push(store, list_bytes(4, LARGE)))
    push(store, list_bytes(5, LARGE))
    assert holds(store, 5)


CUT_WEAPONS = 700


def cuts(flash, before):
    """Yield mode and number of every cut of what was done since."""
    for mode in MODES:
        for cut in range(flash.operations - before):
            yield mode, cut


def test_a_power_cut_at_any_operation_leaves_no_wrong_answer_and_goes_on():
    flash, store = new_store()
    push(store, list_bytes(5, CUT_WEAPONS))
    before = flash.operations
    image = flash.rebooted()
    content = list_bytes(6, CUT_WEAPONS)
    push(store, content)
    for mode, cut in cuts(flash, before):
        flash = image.rebooted()
        flash.cut, flash.mode = cut, mode
        store = ListStore(flash)
        sent = 0
        try:
            sent = push(store, content).offset
        except PowerCut:
            pass
        store = ListStore(flash.rebooted())
        assert store.current is not None, "%s at %d" % (mode, cut)
        check_between(store, 5, 6, CUT_WEAPONS)
        wanted = store.offer(head_of(content), len(content)).offset
        assert wanted >= min(sent, len(head_of(content)))
        push(store, content)
        assert holds(store, 6), "%s at %d" % (mode, cut)


def test_a_list_under_another_key_is_refused_and_the_old_one_stays():
    _, store = new_store()
    push(store, list_bytes(5))
    assert "under a key" in refused(push(store, list_bytes(6, key=OTHER_KEY)))
    assert holds(store, 5)


def test_a_header_that_is_none_is_refused():
    _, store = new_store()
    content = list_bytes(5)
    damaged = b"VML2" + bytes(HEADER_BYTES - 4)
    assert "header is damaged" in refused(store.offer(damaged, len(content)))
    for header in (b"", content[: HEADER_BYTES - 1], bytes(HEADER_BYTES)):
        assert "no list" in refused(store.offer(header, len(content)))
    assert "cut off" in refused(store.offer(content[:HEADER_BYTES], len(content)))


def test_a_size_that_is_not_the_headers_or_does_not_fit_is_refused():
    _, store = new_store()
    content = list_bytes(5)
    for size in (len(content) + 8, 0):
        assert "not the one that its header says" in refused(store.offer(head_of(content), size))
    too_large = file_of(bytes(100_000), 9, 1, KEY, 5, signer=ISSUER)
    assert "does not fit" in refused(store.offer(head_of(too_large), len(too_large)))


def test_a_damaged_part_is_refused_and_comes_again():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    content = bytearray(list_bytes(6, LARGE))
    content[-1] ^= 1
    assert "not the one that was signed" in refused(push(store, bytes(content)))
    check_between(store, 5, 6, LARGE)
    check_between(ListStore(flash), 5, 6, LARGE)
    assert store.offer(head_of(content), len(content)).offset > len(content) - 2048  # the last segment alone
    push(store, list_bytes(6, LARGE))
    assert holds(store, 6)


def test_parts_that_were_not_asked_for_are_refused():
    _, store = new_store()
    content = list_bytes(5)
    start = len(head_of(content))
    assert "not asked for" in refused(store.take(start, content[start:]))
    store.offer(head_of(content), len(content))
    for offset in (0, start + 8, len(content), 1 << 40):
        assert "not asked for" in refused(store.take(offset, b"12345678"))
    assert "longer" in refused(store.take(start, content[start:] + b"1"))
    assert "empty" in refused(store.take(start, b""))


def test_a_list_of_nothing_replaces_the_old_one():
    flash, store = new_store()
    push(store, list_bytes(5))
    content = list_bytes(6, 0)
    assert push(store, content).offset == len(content)
    assert store.version == 6
    assert ListStore(flash).version == 6
    assert not store.current.find("5A7")


def test_a_new_key_leaves_the_old_list_in_use_until_one_under_it_is_whole():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    assert isinstance(store.take_key(OTHER_KEY), Done)
    assert holds(store, 5)
    push(store, list_bytes(6, LARGE, OTHER_KEY), 4)
    assert check_between(store, 5, 6, LARGE)[1] > 0  # each under its own key
    assert store.version is None and store.current.header.version == 5
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
    """Turn one bit in the rows of the list in use."""
    flash.content[flash.content.find(list_bytes(5, LARGE)[-1234:-1200])] ^= 1


def test_a_list_that_rotted_is_put_aside_and_taken_again():
    flash, store = new_store()
    push(store, list_bytes(5, LARGE))
    rot(flash, store)
    secrets.unlock(bytes(32), Counted())
    store = ListStore(flash)
    assert len(list(store.verifying())) >= 1
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


def applied(store):
    """Let the changes that came be applied."""
    for _ in store.applying():
        pass


def test_a_days_changes_are_added_to_the_list_in_use():
    flash, store = new_store()
    base = list_bytes(5, LARGE)
    push(store, base)
    later = weapons_of(6, 50)
    content = changes_bytes(base, 5, 6, later, (), range(3))
    assert push(store, content).offset == len(content)
    assert store.version == 5
    applied(store)
    assert holds(store, 6) and holds(ListStore(flash), 6)
    assert sum([not store.current.find(one[0]) for one in weapons_of(5, LARGE)]) == 3
    assert not flash.violations


def test_days_follow_one_another_also_when_nobody_waited_for_the_one_before():
    flash, store = new_store()
    base = list_bytes(5, LARGE)
    push(store, base)
    push(store, changes_bytes(base, 5, 6, weapons_of(6, 50)))
    push(store, changes_bytes(base, 6, 7, weapons_of(7, 50), weapons_of(6, 3)))
    store = ListStore(flash)
    applied(store)
    assert holds(store, 7)
    assert [len(store.current.find(one[0])) for one in weapons_of(6, 6)] == [0, 0, 0, 1, 1, 1]


def test_all_changes_since_the_base_can_come_at_once():
    _, store = new_store()
    base = list_bytes(5, LARGE)
    push(store, base)
    push(store, changes_bytes(base, 5, 6, weapons_of(6, 20)))
    push(store, changes_bytes(base, 5, 9, weapons_of(9, 20)))
    applied(store)
    assert holds(store, 9)
    assert not store.current.find("6A7")


def test_changes_that_do_not_follow_or_are_forged_are_refused():
    _, store = new_store()
    base, other = list_bytes(5, LARGE), list_bytes(4, LARGE)
    push(store, base)
    assert "do not follow" in refused(push(store, changes_bytes(base, 6, 7)))
    assert "do not follow" in refused(push(store, changes_bytes(other, 4, 7)))
    assert "not signed" in refused(push(store, changes_bytes(base, 5, 6, issuer=OTHER_ISSUER)))
    assert holds(store, 5)


def test_changes_that_drop_what_is_not_there_leave_the_list_as_it_is():
    _, store = new_store()
    base = list_bytes(5, LARGE)
    push(store, base)
    push(store, changes_bytes(base, 5, 6, (), weapons_of(6, 3)))
    applied(store)
    assert holds(store, 5)
    assert "not there" in store.refused
    push(store, changes_bytes(base, 5, 6, weapons_of(6, 9)))
    applied(store)
    assert holds(store, 6)


def test_a_power_cut_at_any_operation_of_a_days_changes_leaves_the_day_before_or_the_new_one():
    flash, store = new_store()
    base = list_bytes(5, CUT_WEAPONS)
    push(store, base)
    push(store, changes_bytes(base, 5, 6, weapons_of(6, 60)))
    applied(store)
    before = flash.operations
    image = flash.rebooted()
    content = changes_bytes(base, 6, 7, weapons_of(7, 60), weapons_of(6, 20), range(5))
    push(store, content)
    applied(store)
    for mode, cut in cuts(flash, before):
        flash = image.rebooted()
        flash.cut, flash.mode = cut, mode
        try:
            store = ListStore(flash)
            push(store, content)
            applied(store)
        except PowerCut:
            pass
        store = ListStore(flash.rebooted())
        assert holds(store, 6) or holds(store, 7), "%s at %d" % (mode, cut)
        push(store, content)
        applied(store)
        assert holds(store, 7), "%s at %d" % (mode, cut)
        assert [len(store.current.find(one[0])) for one in weapons_of(6, 40)] == [0] * 20 + [1] * 20


def test_changes_that_rotted_are_put_aside_and_come_again():
    flash, store = new_store()
    base = list_bytes(5, LARGE)
    push(store, base)
    content = changes_bytes(base, 5, 6, weapons_of(6, 90))
    push(store, content)
    applied(store)
    place = flash.content.find(OVERLAY_MAGIC)
    flash.content[place + 200] ^= 1
    secrets.unlock(bytes(32), Counted())
    store = ListStore(flash)
    list(store.verifying())
    assert store.version == 5
    assert "changes of later days" in store.damage
    push(store, content)
    applied(store)
    assert holds(store, 6)
