"""Serial keys: what makes two readings equal, and what a reader confuses."""

from protocol_helpers import Dice

from viewmark_protocol import serials
from viewmark_protocol.serials import exact, shape, skeleton, unread_count


def test_case_and_separators_do_not_matter():
    for raw in ("ab-12.34", "AB 12/34", "Ab_12\u00a034", "AB\u201312\u201434", "A.B.1.2.3.4.", "\ufeffAB\u200b1234\n"):
        assert exact(raw) == "AB1234", raw


def test_a_serial_is_not_cut_at_punctuation():
    assert exact("123-45*67(8)") == "12345678"


def test_cyrillic_look_alikes_become_latin():
    assert exact("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423") == "ABEKMHOPCTXY"
    assert exact("\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0445\u0443") == "ABEKMHOPCTXY"


def test_greek_look_alikes_become_latin():
    assert (
        exact("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7")
        == "ABEZHIKMNOPTYX"
    )
    assert (
        exact("\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7")
        == "ABEZHIKMNOPTYX"
    )


def test_letters_without_a_latin_double_stay_and_are_raised():
    assert exact("\u0436\u0437 12") == "\u0416\u041712"
    assert exact("\u03c9\u03c2") == "\u03a9\u03a3"
    assert exact("\u00fc1") == "\u00dc1"


def test_letters_of_latin_extended_a_are_raised():
    assert exact("šđčćž-őű") == exact("ŠĐČĆŽŐŰ") == "ŠĐČĆŽŐŰ"
    assert exact("ĸŸ") == "ĸŸ"  # one has no capital, one is a capital out of turn


def test_the_turkish_i_is_an_i_with_and_without_its_dot():
    assert exact("ı1İ") == "I1I"


def test_digits_of_other_scripts_and_full_width_forms_become_ascii():
    assert exact("\u0661\u0662\u0663") == "123"
    assert exact("\u06f4\u06f5\u06f6") == "456"
    assert exact("\uff21\uff42\uff11\uff0d\uff12") == "AB12"


def test_an_unread_character_stays():
    assert exact("a?-1\uff1f") == "A?1?"
    assert skeleton("O?S") == "0?5"
    assert unread_count("A??1") == 2


def test_confusable_characters_fold_in_the_skeleton_only():
    assert skeleton("OQD IL S Z B G") == "000115286"
    assert skeleton("AB12O") == skeleton("A8I2Q") == "A8120"
    assert exact("AB12O") != exact("A8I2Q")


def test_keys_are_idempotent_over_every_script_that_has_a_rule():
    for code in list(range(0x600)) + list(range(0x1F00, 0x2100)) + list(range(0xFEF0, 0x10000)):
        once = exact(chr(code))
        if exact(once) != once or skeleton(skeleton(once)) != skeleton(once):
            raise AssertionError(hex(code))


def test_nothing_but_letters_and_digits_of_ascii_is_left():
    for code in range(0x80):
        key = exact(chr(code))
        assert key == "" or key == "?" or "A" <= key <= "Z" or "0" <= key <= "9"


def test_a_key_of_the_whole_is_the_key_of_its_parts():
    dice = Dice(3)
    for _ in range(200):
        raw = "".join([chr(32 + dice.below(0x500)) for _ in range(8)])
        assert exact(raw) == exact(raw[:4]) + exact(raw[4:])


def test_raw_is_never_changed():
    raw = "a\u0412-?0"
    exact(raw)
    skeleton(raw)
    assert raw == "a\u0412-?0"


def test_empty_and_separators_alone_have_no_key():
    assert exact("") == exact(" -/.") == skeleton("---") == ""


def test_shapes_tell_letters_from_digits():
    assert shape("abc-12?") == "AAA99?"
    assert shape("\u041612") == "A99"


def test_every_look_alike_has_exactly_one_target():
    for sources, targets in serials._LOOK_ALIKES:
        assert len(sources) == len(targets)
    sources = "".join([pair[0] for pair in serials._LOOK_ALIKES])
    assert len(set(sources)) == len(sources)
