"""From lines as read to typed marks: what stands there stays, what it means is told apart."""

from viewmark_protocol.inscriptions import marks_of, serials_of
from viewmark_protocol.marks import KINDS


def kinds(*lines):
    return [(mark.kind, mark.raw) for mark in marks_of(lines)]


def values(*lines):
    return [mark.value for mark in marks_of(lines)]


def test_one_line_can_carry_several_marks():
    assert kinds("GLOCK 17 GEN4 AUSTRIA 9x19") == [
        ("maker", "GLOCK"),
        ("model", "17 GEN4"),
        ("country", "AUSTRIA"),
        ("calibre", "9x19"),
    ]
    assert values("GLOCK 17 GEN4 AUSTRIA 9x19") == ["GLOCK", None, "AT", "9x19"]


def test_words_run_together_are_found_at_a_lines_start():
    assert kinds("BLOWC75") == [("maker", "BLOW"), ("model", "C75")]
    assert kinds("MADEINITALY") == [("country", "MADEINITALY")]


def test_small_letters_and_dots_are_read_as_they_stand():
    assert kinds("Cal.9mm P.A.K") == [("calibre", "Cal.9mm P.A.K")]
    assert values("Kimar 911", "made in Italy") == ["KIMAR", None, "IT"]


def test_a_serial_is_what_stands_in_no_table():
    assert kinds("SMITH & WESSON", "ABC1234")[1] == ("serial", "ABC1234")
    assert kinds("SER. NO. A123456") == [("serial", "A123456")]


def test_a_makers_short_name_within_a_serial_is_no_maker():
    assert kinds("B1234CZ") == [("serial", "B1234CZ")]
    assert kinds("FN12345") == [("serial", "FN12345")]
    assert kinds("HK") == [("maker", "HK")]


def test_a_year_is_one_beside_other_marks_alone():
    assert kinds("ZASTAVA M70 AB2 7.62x39 1984")[-1] == ("year", "1984")
    assert kinds("1984") == [("serial", "1984")]


def test_an_importers_mark_is_the_whole_line():
    assert kinds("CENTURY ARMS INT'L GEORGIA VT") == [("importer", "CENTURY ARMS INT'L GEORGIA VT")]
    assert kinds("IMP. BY KBI HARRISBURG PA")[0][0] == "importer"


def test_proof_texts_and_licence_prefixes_are_no_serials():
    assert kinds("PTB 825", "12345678-") == [("proof", "PTB 825"), ("licence-prefix", "12345678-")]


def test_look_alikes_find_a_word_and_say_so_and_change_nothing():
    (mark,) = marks_of(["8ERETTA"])
    assert (mark.kind, mark.raw, mark.value, mark.is_misread) == ("maker", "8ERETTA", "BERETTA", True)
    assert not marks_of(["BERETTA"])[0].is_misread


def test_the_serial_in_the_makers_shape_is_the_likeliest():
    marks = marks_of(["GLOCK", "9876543", "ABC123"])
    assert serials_of(marks) == ["ABC123", "9876543"]
    assert serials_of(marks_of(["9876543", "ABC123"])) == ["9876543", "ABC123"]


def test_every_kind_is_one_that_a_mark_can_have():
    lines = ["GLOCK 17", "PTB 825", "12345678-", "ITALY", "9x19", "CAI GEORGIA VT", "AB1234", "WARNING", "STAR 1984"]
    for mark in marks_of(lines):
        assert mark.kind in KINDS.words, mark.kind


def test_hostile_lines_are_marks_or_nothing_and_never_fail():
    for line in ("", " ", "\0\1\2", "\u202eABC123", "?" * 64, "X" * 5000, "🔫", "MOD", "MADE IN", "SER NO", "-" * 200):
        for mark in marks_of([line]):
            assert mark.raw and mark.raw in line
    assert marks_of([]) == []


def test_nothing_that_was_read_is_lost():
    line = "ZORAKI MOD. 918 CAL. 9MM AB-1234"
    read = "".join([mark.raw for mark in marks_of([line])])
    for word in ("ZORAKI", "918", "9MM", "AB-1234"):
        assert word in read
