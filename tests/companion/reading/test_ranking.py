"""Which record was it? Serials of a list ranked by a reading with alternatives."""

from viewmark.reading.ranking import fit, rank


def reading(text: str, percent: int = 95) -> list[list[tuple[str, int]]]:
    return [[(character, percent)] for character in text]


def test_the_serial_that_was_read_comes_first() -> None:
    serials = [f"AB{number:05d}" for number in range(2000)]
    assert rank(reading("AB01234"), serials, 5)[0][0] == "AB01234"


def test_an_alternative_costs_less_than_what_was_never_thought_of() -> None:
    lattice = [*reading("AB12"), [("3", 60), ("8", 40)]]
    assert [serial for serial, _ in rank(lattice, ["AB124", "AB128", "AB123"], 3)] == ["AB123", "AB128", "AB124"]


def test_a_look_alike_costs_less_than_another_character() -> None:
    near, far = fit(reading("OB12"), ["0B12", "7B12"])
    assert near < far


def test_a_dropped_and_an_added_character_are_forgiven_once() -> None:
    serials = ["JF306130", "JF999999", "KX111111"]
    assert rank(reading("JF30613"), serials, 1)[0][0] == "JF306130"
    assert rank(reading("JF3061300"), serials, 1)[0][0] == "JF306130"


def test_an_unread_character_can_be_any() -> None:
    own, other = fit([*reading("AB1"), [("?", 70)], *reading("3")], ["AB193", "AB199"])
    assert own < other


def test_serials_of_several_lengths_and_scripts_and_none_at_all() -> None:
    assert len(fit(reading("АВ12"), ["AB12", "", "ÅB123", "🔫"])) == 4
    assert rank(reading("AB12"), [], 5) == []
    assert len(fit([], ["AB12"])) == 1
