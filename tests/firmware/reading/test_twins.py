"""Letters and digits of one look are told by what stands about them, and only there."""

import pytest


@pytest.fixture
def told(firmware_path):
    from reading.twins import told_by_neighbours

    return lambda text: told_by_neighbours([[(character, 97)] for character in text])


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Z0RAK1-M2906", "ZORAKI-M2906"),
        ("M0D.918", "M0D.918"),  # two letters are no word
        ("ALARMI", "ALARMI"),
        ("MODELO", "MODELO"),
        ("145O080", "1450080"),
        ("ABC0", "ABC0"),  # a serial as good as a word
        ("K10BN50698", "K10BN50698"),
        ("A0B", "A0B"),
        ("AMCO12345", "AMC012345"),  # makers avoid O and I beside a serial's digits
        ("00OM8KK1", "000M8KK1"),
        ("A12I4B5", "A1214B5"),
        ("GECKO1234", "GECKO1234"),  # a word, then a number
        ("KO-1234", "KO-1234"),
        ("292F5GAO", "292F5GA0"),  # letters in two places: no word with a number
        ("76C75NOW", "76C75N0W"),
        ("12345GAO", "12345GAO"),
        ("A12B34GNOW", "A12B34GNOW"),  # a word at its end
        ("AO123", "AO123"),  # too short for a serial
        ("AB2IBLPAS02-2300754", "AB2IBLPAS02-2300754"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_twins_stand_as_their_neighbours(told, read: str, meant: str) -> None:
    assert "".join(position[0][0] for position in told(read)) == meant


def test_the_other_twin_stays_an_alternative_and_the_place_is_not_sure(told) -> None:
    assert told("Z0RAK")[1] == [("O", 87), ("0", 10)]


def test_what_was_read_as_its_neighbours_have_it_stays_untouched(told) -> None:
    assert told("BORE1234") == [[(character, 97)] for character in "BORE1234"]


def test_both_twins_are_put_together_and_a_third_reading_is_kept(firmware_path) -> None:
    from reading.twins import told_by_neighbours

    lattice = [[("A", 99)], [("0", 60), ("O", 30), ("Q", 5)], [("B", 99)], [("C", 99)]]
    assert told_by_neighbours(lattice)[1] == [("O", 81), ("0", 9), ("Q", 5)]
