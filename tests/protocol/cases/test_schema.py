"""Declared fields: what fits goes through, what does not is refused, what is newer is kept."""

from protocol_helpers import refusal

from viewmark_protocol.errors import SchemaError
from viewmark_protocol.schema import ArrayOf, Optional, Record, Words, from_wire, to_wire

COLOURS = Words("colour", ("red", "green"))


class Inner(Record):
    FIELDS = (("number", "uint"),)


class Sample(Record):
    FIELDS = (
        ("count", "uint"),
        ("shift", "int"),
        ("good", "bool"),
        ("content", "bytes"),
        ("name", "text"),
        ("thing", "any"),
        ("colour", COLOURS),
        ("inner", Inner),
        ("many", ArrayOf(Inner)),
        ("maybe", Optional("text")),
    )


def sample(**changes):
    values = {
        "count": 1,
        "shift": -2,
        "good": True,
        "content": b"x",
        "name": "n",
        "thing": [1, None],
        "colour": "green",
        "inner": Inner(number=3),
        "many": [Inner(number=4)],
    }
    values.update(changes)
    return Sample(**values)


WIRE = [1, -2, True, b"x", "n", [1, None], 1, [3], [[4]], None]


def test_a_record_is_an_array_in_declared_order():
    assert sample().pack() == WIRE


def test_a_record_comes_back_as_it_was():
    back = Sample.unpack(WIRE)
    assert (back.count, back.colour, back.inner.number, back.many[0].number, back.maybe) == (1, "green", 3, 4, None)
    assert back.pack() == WIRE


def test_absent_optional_and_array_fields_have_a_default_others_do_not():
    assert sample().maybe is None
    assert "needs count" in refusal(SchemaError, Sample)
    values = sample().__dict__
    rest = {name: values[name] for name in values if name not in ("many", "extra")}
    assert Sample(**rest).many == []


def test_a_field_that_is_not_declared_is_refused():
    assert "has no colur" in refusal(SchemaError, lambda: sample(colur="red"))


def test_fields_of_a_newer_version_are_kept_and_sent_on():
    newer = WIRE[:7] + [[3, "newer inner"], [[4, 5], [6]]] + [None, "newer", {"a": 1}]
    assert Sample.unpack(newer).pack() == newer


def test_a_record_too_short_is_refused():
    for size in range(len(WIRE)):
        refusal(SchemaError, Sample.unpack, WIRE[:size])
    for value in (None, 1, "text", {}, b"\x01"):
        refusal(SchemaError, Sample.unpack, value)


def test_wrong_types_are_refused_on_the_way_out():
    wrong = {
        "count": (-1, True, "1", None, 1.5),
        "shift": (False, "1", None),
        "good": (0, 1, None, "yes"),
        "content": ("text", None, 5, [1]),
        "name": (b"bytes", None, 5),
        "colour": ("blue", None, 0),
        "inner": (None, 5, [3], COLOURS),
        "many": (None, 5, Inner(number=4), [5], [None]),
        "maybe": (5, b"x"),
    }
    for name, values in wrong.items():
        for value in values:
            refusal(SchemaError, sample(**{name: value}).pack)


def test_wrong_types_are_refused_on_the_way_in():
    wrong = (
        (-1, True, "1", None),
        (False, "1", None),
        (0, 1, None),
        ("text", None, 5),
        (b"bytes", None, 5),
        (),
        (2, -1, None, "red", True),
        (None, 3, [], ["x"]),
        (None, 4, [4], [[]]),
        (5, b"x", []),
    )
    for place, values in enumerate(wrong):
        for value in values:
            refusal(SchemaError, Sample.unpack, WIRE[:place] + [value] + WIRE[place + 1 :])


def test_optional_arrays_and_arrays_of_optionals():
    assert to_wire(Optional(ArrayOf("uint")), None, "x") is None
    assert from_wire(ArrayOf(Optional(COLOURS)), [None, 0], "x") == [None, "red"]


class Grown(Record):
    FIELDS = (("count", "uint"), ("behind_s", Optional("uint")), ("key", Optional("bytes")))
    LATER = 2


def test_what_came_later_is_left_out_while_it_and_all_behind_it_are_null():
    assert Grown(count=1).pack() == [1]
    assert Grown(count=1, behind_s=5).pack() == [1, 5]
    assert Grown(count=1, key=b"k").pack() == [1, None, b"k"]


def test_a_record_from_before_is_read_and_goes_on_as_the_same_bytes():
    old = Grown.unpack([1])
    assert (old.behind_s, old.key, old.pack()) == (None, None, [1])
    newer = Grown.unpack([1, None, None, "more"])
    assert newer.pack() == [1, None, None, "more"]


def test_what_was_there_from_the_start_cannot_be_left_out():
    refusal(SchemaError, Grown.unpack, [])
