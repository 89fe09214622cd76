"""The verdict: each word and each reason, and what must never come."""

from protocol_helpers.lists import EXPIRES_S, ISSUED_S, KEY, bytes_of_pairs, list_bytes, offline_list, reader

from viewmark_protocol.judging import judge
from viewmark_protocol.lists.entries import exact_tag, place_of
from viewmark_protocol.lists.offline import OfflineList
from viewmark_protocol.makers import is_shared, maker_code
from viewmark_protocol.meanings import MEANINGS
from viewmark_protocol.verdicts import REASONS, VERDICTS

LIST = offline_list(
    [
        ("AB1230", "GLOCK", "stolen"),
        ("77AB", "BERETTA", "lost"),
        ("K555", None, "trafficked"),
        ("R4711", "Nobody & Sons", "wanted-evidence"),
    ]
)
RARE, OTHER_RARE = "Nobody & Sons", "MAKER NUMBER 39"
NOW_S = ISSUED_S + 3600


def verdict(serial, maker="GLOCK", now_s=NOW_S, trust="laptop", lattice=None, asked=LIST):
    given = judge(serial, maker, asked, now_s, trust, lattice)
    assert given.word in VERDICTS and given.reason in REASONS and given.reason in MEANINGS
    return given.word, given.reason


def reading(text, place, alternatives):
    """A lattice that is sure of `text` but for one place."""
    lattice = [[[character, 95]] for character in text]
    lattice[place] = [[text[place], 60]] + alternatives
    return lattice


def test_hit_needs_serial_and_maker():
    assert verdict("AB1230") == ("hit", "serial-and-maker-listed")
    assert verdict("ab-12 30", "Glock GmbH") == ("hit", "serial-and-maker-listed")
    found = judge("AB-1230", "GLOCK", LIST, NOW_S, "laptop")
    assert (found.matched, found.category) == ("AB1230", "stolen")


def test_no_maker_is_never_a_hit():
    for maker in (None, "", " - "):
        assert verdict("AB1230", maker) == ("near", "maker-not-given")
        assert verdict("K555", maker) == ("near", "maker-not-given")


def test_a_weapon_listed_without_maker_is_never_a_hit():
    assert verdict("K555", "GLOCK") == ("near", "listed-under-another-maker")


def test_the_same_serial_of_another_maker_is_near():
    assert verdict("AB1230", "BERETTA") == ("near", "listed-under-another-maker")


def test_a_look_alike_serial_of_the_same_maker_is_near():
    for serial in ("A81230", "AB123O", "A8I23Q", "ABIZ3D"):
        assert verdict(serial) == ("near", "misread-possible"), serial


def test_a_look_alike_serial_of_another_maker_is_clear():
    assert verdict("A81230", "BERETTA") == ("clear", "not-on-list")
    assert verdict("A81230", None) == ("clear", "not-on-list")


def test_clear_is_said_of_what_is_not_listed():
    assert verdict("XYZ987") == ("clear", "not-on-list")


def test_one_unread_character_is_near_and_never_a_hit():
    for serial in ("?B1230", "AB12?0", "AB123?"):
        assert verdict(serial) == ("near", "unread-character"), serial
    assert verdict("?B1230", "BERETTA") == ("clear", "not-on-list")
    assert verdict("AX?230") == ("clear", "not-on-list")


def test_an_enumerated_serial_counts_only_where_it_is_listed_exactly():
    assert verdict("A81?30") == ("clear", "not-on-list")


def test_a_full_width_question_mark_is_unread_too():
    assert verdict("AB123\uff1f") == ("near", "unread-character")


def test_one_unread_character_of_a_weapon_listed_without_maker_is_near():
    assert verdict("K5?5") == ("near", "unread-character")


def test_a_model_name_that_is_listed_as_a_serial_is_a_hit_under_its_maker_alone():
    listed = offline_list([("P226", "SIG SAUER", "stolen")])
    assert verdict("P226", "SIG SAUER", asked=listed) == ("hit", "serial-and-maker-listed")
    assert verdict("P226", "GLOCK", asked=listed) == ("untraceable", "model-name")
    assert verdict("P226", None, asked=listed) == ("untraceable", "model-name")


def test_an_alternative_counts_beside_an_unread_character():
    lattice = reading("AB?2B0", 4, [["3", 40]])
    assert verdict("AB?2B0", lattice=lattice) == ("near", "misread-possible")
    assert verdict("AB?2B0") == ("clear", "not-on-list")


def test_one_unread_character_without_maker_is_not_asked():
    assert verdict("AB12?0", None) == ("unchecked", "unread-without-maker")


def test_two_unread_characters_are_not_asked():
    assert verdict("AB12??") == ("unchecked", "too-many-unread")
    assert verdict("AB12??", None) == ("unchecked", "too-many-unread")


def test_untraceable_is_a_finding_with_or_without_a_list():
    for asked in (LIST, None):
        for serial in (None, "", " -- "):
            assert verdict(serial, asked=asked) == ("untraceable", "no-serial")
        for serial in ("0000", "unbekannt", "????"):
            assert verdict(serial, asked=asked) == ("untraceable", "placeholder")
        assert verdict("P-226", asked=asked) == ("untraceable", "model-name")


def test_without_a_list_nothing_is_checked():
    assert verdict("AB1230", asked=None) == ("unchecked", "no-list")
    assert verdict("AB12??", asked=None) == ("unchecked", "no-list")


def test_an_expired_list_never_says_clear_but_still_tells_findings():
    late = EXPIRES_S + 1
    assert verdict("XYZ987", now_s=EXPIRES_S) == ("clear", "not-on-list")
    assert verdict("XYZ987", now_s=late) == ("unchecked", "list-expired")
    assert verdict("AX?230", now_s=late) == ("unchecked", "list-expired")
    assert verdict("AB1230", now_s=late) == ("hit", "serial-and-maker-listed")
    assert verdict("A81230", now_s=late) == ("near", "misread-possible")


def test_an_unset_clock_never_says_clear_but_still_tells_findings():
    assert verdict("XYZ987", now_s=0, trust="unset") == ("unchecked", "clock-not-trusted")
    assert verdict("AB1230", now_s=0, trust="unset") == ("hit", "serial-and-maker-listed")
    assert verdict("XYZ987", now_s=EXPIRES_S + 1, trust="unset") == ("unchecked", "list-expired")


def test_a_clock_behind_the_list_counts_as_the_lists_date():
    assert verdict("XYZ987", now_s=0, trust="battery") == ("clear", "not-on-list")
    short = list_bytes([])
    stale = OfflineList(reader(short), KEY)
    stale.header.expires_s = stale.header.issued_s - 1
    assert verdict("XYZ987", now_s=0, asked=stale) == ("unchecked", "list-expired")


def test_a_rare_maker_is_told_from_others_that_share_its_code():
    assert is_shared(maker_code(RARE)) and maker_code(RARE) == maker_code(OTHER_RARE)
    assert verdict("R4711", RARE) == ("hit", "serial-and-maker-listed")
    assert verdict("r-47.11", "NOBODY, SONS") == ("hit", "serial-and-maker-listed")
    assert verdict("R4711", OTHER_RARE) == ("near", "listed-under-another-maker")
    assert verdict("R4711", "GLOCK") == ("near", "listed-under-another-maker")
    assert verdict("R4711", None) == ("near", "maker-not-given")
    assert verdict("R47I1", RARE) == ("near", "misread-possible")
    assert verdict("R471?", RARE) == ("near", "unread-character")
    assert verdict("R471?", OTHER_RARE) == ("clear", "not-on-list")


def test_of_several_findings_the_gravest_is_told():
    both = [("AB1230", "GLOCK", "lost"), ("A81230", "GLOCK", "stolen"), ("AB1230", "BERETTA", "exercise")]
    for weapons in (both, both[::-1]):
        asked = offline_list(weapons)
        assert verdict("AB1230", asked=asked) == ("hit", "serial-and-maker-listed")
        assert verdict("ABI230", asked=asked) == ("near", "misread-possible")
        assert verdict("AB1230", "BERETTA", asked=asked) == ("hit", "serial-and-maker-listed")
        assert verdict("A81230", "BERETTA", asked=asked) == ("near", "misread-possible")
        assert verdict("AB1230", "COLT", asked=asked) == ("near", "listed-under-another-maker")
        assert verdict("AB1230", None, asked=asked) == ("near", "maker-not-given")


def test_of_equal_findings_the_first_in_the_list_is_told_on_both_interpreters():
    _, remainder, mask = place_of(KEY, "AB1230", 1)
    tag = exact_tag(KEY, "AB1230", None, 1)
    pairs = [(remainder, (category << 18 | 1 << 10 | tag) ^ mask) for category in range(5)] * 5
    asked = OfflineList(reader(bytes_of_pairs(pairs, 1)), KEY)
    assert judge("AB1230", "GLOCK", asked, NOW_S, "laptop").category == "stolen"


def test_an_alternative_of_the_reader_makes_near_and_never_a_hit():
    lattice = reading("AB7230", 2, [["1", 30]])
    assert verdict("AB7230", lattice=lattice) == ("near", "misread-possible")
    found = judge("AB7230", "GLOCK", LIST, NOW_S, "laptop", lattice)
    assert (found.matched, found.category) == ("AB1230", "stolen")


def test_alternatives_count_only_where_the_maker_agrees():
    lattice = reading("AB7230", 2, [["1", 30]])
    for maker in ("BERETTA", None, RARE):
        assert verdict("AB7230", maker, lattice=lattice) == ("clear", "not-on-list")
    rare = reading("R4717", 4, [["1", 30]])
    assert verdict("R4717", RARE, lattice=rare) == ("near", "misread-possible")
    assert verdict("R4717", OTHER_RARE, lattice=rare) == ("clear", "not-on-list")


def test_alternatives_do_not_count_after_the_officer_corrected_the_reading():
    lattice = reading("AB7230", 2, [["1", 30]])
    assert verdict("AB7231", lattice=lattice) == ("clear", "not-on-list")


def test_an_alternative_counts_only_where_it_is_listed_exactly():
    assert verdict("A87230", lattice=reading("A87230", 2, [["1", 30]])) == ("clear", "not-on-list")


def test_a_hit_is_told_before_any_alternative():
    asked = offline_list([("AB1230", "GLOCK", "lost"), ("AB7230", "GLOCK", "stolen")])
    assert verdict("AB1230", lattice=reading("AB1230", 2, [["7", 45]]), asked=asked)[0] == "hit"


def test_no_serial_of_a_listed_maker_but_the_listed_one_is_a_hit():
    asked = offline_list([("AB1230", "GLOCK", "stolen")])
    for number in range(400):
        serial = "AB%04d" % (1100 + number)
        assert (verdict(serial, asked=asked)[0] == "hit") == (serial == "AB1230"), serial


def test_every_reason_has_a_meaning_and_no_meaning_is_left_over():
    assert set(MEANINGS) == set(REASONS)
    assert len(set(REASONS)) == len(REASONS)


def test_letters_between_digits_are_left_out_and_make_near_where_the_maker_agrees():
    asked = offline_list([("369257", "GLOCK", "stolen"), ("AB12C", "GLOCK", "lost")])
    assert verdict("369J257", asked=asked) == ("near", "letters-between-digits")
    assert verdict("369J257", "BERETTA", asked=asked) == ("clear", "not-on-list")
    assert verdict("369J257", None, asked=asked) == ("clear", "not-on-list")
    assert verdict("AB1X2C", asked=asked) == ("near", "letters-between-digits")
    assert verdict("A369257", asked=asked) == ("clear", "not-on-list")


def test_a_list_that_is_damaged_where_it_is_asked_never_says_clear():
    data = bytearray(list_bytes([("AB1230", "GLOCK", "stolen")]))
    data[-1] ^= 1
    assert verdict("XYZ987", asked=OfflineList(reader(bytes(data)), KEY)) == ("unchecked", "list-damaged")


def coded(serial, code_serial, maker="GLOCK"):
    given = judge(serial, maker, LIST, NOW_S, "laptop", None, code_serial)
    return given.word, given.reason, given.matched


def test_a_listed_serial_that_only_the_code_bears_is_near_and_never_a_hit():
    assert coded("ZZ9999", "AB-1230") == ("near", "code-listed", "AB1230")
    assert coded("ZZ9999", "AB1230", None) == ("near", "code-listed", "AB1230")
    assert coded(None, "AB1230") == ("near", "code-listed", "AB1230")


def test_a_code_of_another_makers_serial_and_one_that_says_nothing_change_no_verdict():
    assert coded("ZZ9999", "AB1230", "BERETTA")[0] == "clear"
    assert coded("ZZ9999", "000000")[0] == "clear"
    assert coded("AB1230", "ZZ9999")[:2] == ("hit", "serial-and-maker-listed")
    assert coded("AB1230", "AB1230")[0] == "hit"
