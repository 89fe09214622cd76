"""Codes on weapons: MIL-STD-130 envelopes as the standard has them, as the field has them, and plain text."""

from viewmark_protocol.iso15434 import fields_of, serial_of
from viewmark_protocol.marks import KINDS

ENVELOPE = b"[)>\x1e06\x1d17V0CVA5\x1d1P786950\x1dS42000234\x1e\x04"


def told(content):
    return [(field.identifier, field.kind, field.raw) for field in fields_of(content)]


def test_format_06_gives_maker_model_and_serial():
    assert told(ENVELOPE) == [("17V", "maker", "0CVA5"), ("1P", "model", "786950"), ("S", "serial", "42000234")]
    assert serial_of(fields_of(ENVELOPE)) == "42000234"


def test_format_12_has_identifiers_of_three_letters():
    content = b"[)>\x1e12\x1dMFR 0CVA5\x1dSER 674A36458\x1dPNO 1234\x1e\x04"
    assert told(content) == [("MFR", "maker", "0CVA5"), ("SER", "serial", "674A36458"), ("PNO", "model", "1234")]


def test_format_05_has_application_identifiers():
    content = b"[)>\x1e05\x1d0104012345678901\x1d21ABC123\x1e\x04"
    assert told(content) == [("01", "model", "04012345678901"), ("21", "serial", "ABC123")]


def test_an_unknown_element_stays_as_it_is():
    assert told(b"[)>\x1e06\x1dSAB12\x1dQ99\x1e\x04")[1] == ("", "other", "Q99")
    assert told(b"[)>\x1e12\x1dZZZ 1\x1dSER 5\x1e\x04")[0] == ("", "other", "ZZZ 1")


def test_envelopes_without_all_their_signs_are_read_too():
    for content in (
        b"[)>\x1e06\x1d17V0CVA5\x1dS42000234",
        b"06\x1d17V0CVA5\x1dS42000234\x1e\x04",
        b"[)>06\x1d17V0CVA5\x1dS42000234\x04",
        b"17V0CVA5\x1dS42000234",
    ):
        assert serial_of(fields_of(content)) == "42000234", content


def test_two_messages_in_one_envelope_are_both_read():
    content = b"[)>\x1e06\x1d17V0CVA5\x1e12\x1dSER 77\x1e\x04"
    assert [kind for _, kind, _ in told(content)] == ["maker", "serial"]


def test_plain_text_is_one_serial():
    assert told(b"ABC-123") == [("", "serial", "ABC-123")]
    assert told(b"  ") == []
    assert told(b"--") == [("", "matrix", "--")]


def test_serials_that_differ_are_not_chosen_from():
    assert serial_of(fields_of(b"[)>\x1e06\x1dSA1\x1dSA2\x1e\x04")) is None
    assert serial_of(fields_of(b"[)>\x1e06\x1d17V0CVA5\x1e\x04")) is None
    assert serial_of([]) is None


def test_hostile_bytes_never_fail_and_stay_within_bounds():
    for content in (
        b"",
        b"\x00",
        bytes(range(256)),
        b"\x1d" * 5000,
        b"[)>" * 700,
        b"[)>\x1e\x1e\x1e\x04",
        b"[)>\x1e06\x1d|\n|\x1dS\x1e\x04",
        b"[)>\x1e06" + b"\x1dS1" * 900,
    ):
        found = fields_of(content)
        assert len(found) <= 64
        for field in found:
            assert field.kind in KINDS.words
