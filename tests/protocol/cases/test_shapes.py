"""A maker's serial shapes break ties between look-alikes, and say that they did."""

from viewmark_protocol.makers import maker_code
from viewmark_protocol.shapes import by_shape, by_shape_text

GLOCK, UNKNOWN = maker_code("GLOCK"), maker_code("NO SUCH MAKER")


def test_letters_and_digits_are_told_by_the_shape():
    shaped = by_shape_text("A8C1Z3", GLOCK)  # three letters and three digits
    assert shaped is not None
    assert (shaped.serial, shaped.shape) == ("ABC123", "AAA999")
    assert shaped.changes == [(1, "8", "B"), (4, "Z", "2")]


def test_the_readers_alternative_comes_before_the_table():
    position = [("0", 60), ("D", 35), ("O", 5)]
    lattice = [[("A", 99)], position, [("C", 99)], [("1", 99)], [("2", 99)], [("3", 99)]]
    assert by_shape(lattice, GLOCK).serial == "ADC123"


def test_a_reading_in_a_shape_of_the_maker_needs_none():
    assert by_shape_text("ABC123", GLOCK) is None


def test_what_is_no_look_alike_is_not_bent_into_a_shape():
    assert by_shape_text("A7C123", GLOCK) is None


def test_an_unread_character_and_an_unknown_maker_tell_nothing():
    assert by_shape_text("A?C123", GLOCK) is None
    assert by_shape_text("A8C123", UNKNOWN) is None
    assert by_shape_text("", GLOCK) is None
    assert by_shape([], GLOCK) is None


def test_two_shapes_that_make_different_serials_tell_nothing():
    colt = maker_code("COLT")  # AA99999 and A999999 have one length
    assert by_shape_text("AB1234S", colt) is None  # AB12345 or A812345


def test_the_reading_itself_is_not_changed():
    lattice = [[(character, 90)] for character in "A8C123"]
    by_shape(lattice, GLOCK)
    assert [position[0][0] for position in lattice] == list("A8C123")
