"""Warnings on a serial: each one fires on what it is for, and not on an honest serial."""

from viewmark_protocol.disagreement import disagreement
from viewmark_protocol.makers import maker_code
from viewmark_protocol.plausibility import is_placeholder, warnings
from viewmark_protocol.warning_words import WARNINGS

GLOCK = maker_code("GLOCK")


def test_an_honest_serial_has_no_warning():
    assert warnings("ABC123", GLOCK) == []
    assert warnings("M45-7789", 0) == []


def test_placeholders_are_told():
    for raw in ("", "---", "0000", "unbekannt", "No Serial", "OHNE NR.", "n/a", "XXX", "S/N", "Illegible", "????"):
        assert "placeholder" in warnings(raw, GLOCK), raw
        assert is_placeholder(raw)


def test_zeros_within_a_serial_are_no_placeholder():
    for raw in ("00001", "A0000", "NA123456", "SN4711"):
        assert not is_placeholder(raw), raw


def test_model_names_and_calibres_are_told():
    assert "model-name" in warnings("P 226", 0)
    for raw in ("9mm", "9x19", "7,65", ".45 ACP", "7.62x39"):
        assert "calibre" in warnings(raw, 0), raw


def test_proof_numbers_and_licence_prefixes_are_told():
    assert warnings("PTB 123-45", 0) == ["proof-number"]
    assert warnings("12345678-", 0) == ["licence-prefix"]
    assert warnings("12345678-A1", 0) == []


def test_short_serials_are_told():
    assert warnings("A12", 0) == ["short"]
    assert warnings("A123", 0) == []


def test_a_shape_that_the_maker_does_not_use_is_told_only_where_shapes_are_known():
    assert warnings("12345678901", GLOCK) == ["unusual-shape"]
    assert warnings("12345678901", maker_code("NORINCO")) == []
    assert warnings("12345678901", 0) == []
    assert warnings("ABC1?3", GLOCK) == []


def test_every_warning_can_come():
    raws = ("P226", "9MM", "A12", "PTB12", "12345678-", "NONE", "12345678901")
    seen = {name for raw in raws for name in warnings(raw, GLOCK)}
    seen.add(disagreement("ABC123", "ABC124"))
    assert seen == set(WARNINGS)


def test_a_code_disagrees_where_what_was_read_differs():
    assert disagreement("ABC123", "ABC128") == "code-disagrees"
    assert disagreement("ABC123", "ABC12") == "code-disagrees"


def test_a_code_agrees_by_key_and_an_unread_character_disagrees_with_nothing():
    assert disagreement("ABC-123", "abc 123") is None
    assert disagreement("ABC123", "AB?12?") is None
    assert disagreement("ABC123", "XB?123") == "code-disagrees"
    assert disagreement("ABC123", None) is None
    assert disagreement("", "ABC123") is None
