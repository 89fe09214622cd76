"""From scores to a lattice: runs, repeats, alternatives, what cannot be told."""

import pytest

CLASSES = 41
STRONG = 60  # units above the rest: near certainty at a quarter of a nat a unit


@pytest.fixture
def lattice(firmware_path):
    from reading import lattice

    return lattice


def scores_of(lattice, steps: list[dict[str, int]]) -> bytes:
    """Scores where each step names the units of some characters; `_` is the blank."""
    rows = bytearray()
    for step in steps:
        row = bytearray(CLASSES)
        for character, units in step.items():
            row[0 if character == "_" else lattice.CHARACTERS.index(character) + 1] = units
        rows += row
    return bytes(rows)


def decode(lattice, steps: list[dict[str, int]], least_percent: int = 40, temperature: float = 1.0) -> list:
    likelihoods = lattice.Likelihoods(0.25, 80)
    likelihoods.take(bytearray(scores_of(lattice, steps)), len(steps), CLASSES, CLASSES)
    return lattice.decode(likelihoods, lattice.Beam(80), least_percent, temperature)


def text(found: list) -> str:
    return "".join(position[0][0] for position in found)


def test_repeated_steps_are_one_character_and_a_blank_parts_two(lattice) -> None:
    one, two, blank = {"1": STRONG}, {"2": STRONG}, {"_": STRONG}
    assert text(decode(lattice, [one, one, two, blank, two, two])) == "122"


def test_all_ways_to_spell_a_character_count_together(lattice) -> None:
    # At neither step is B likelier than the blank, but that it stands at one of them is.
    found = decode(lattice, [{"A": STRONG}, {"_": STRONG}, {"_": 20, "B": 19}, {"_": 20, "B": 19}, {"_": STRONG}])
    assert text(found) == "AB"


def test_a_temperature_makes_percentages_humbler_and_keeps_their_order(lattice) -> None:
    steps = [{"A": STRONG}, {"_": STRONG}, {"8": 60, "B": 50}]
    sure, humble = decode(lattice, steps)[1], decode(lattice, steps, temperature=2.0)[1]
    assert [character for character, _ in sure] == [character for character, _ in humble] == ["8", "B"]
    assert sure[0][1] == 92 and humble[0][1] == 78


def test_alternatives_follow_by_likelihood(lattice) -> None:
    found = decode(lattice, [{"A": STRONG}, {"8": 60, "B": 57, "6": 54, "3": 51}])
    assert [character for character, _ in found[1]] == ["8", "B", "6"]
    assert [percent for _, percent in found[1]] == [56, 26, 12]


def test_an_unlikely_character_is_unread_with_its_alternatives(lattice) -> None:
    found = decode(lattice, [{"A": 60}, {"B": 60}, {"8": 60, "3": 60, "6": 60}])
    assert found[2] == [("?", 67), ("3", 33), ("6", 33)]


def test_the_network_may_say_that_it_cannot_tell(lattice) -> None:
    found = decode(lattice, [{"A": 60}, {"B": 60}, {"?": 60, "7": 54}])
    assert found[2][0][0] == "?"
    assert found[2][1][0] == "7"


@pytest.mark.parametrize(
    "steps",
    [[], [{"_": 60}] * 5, [{"A": 60}], [{"?": 60}, {"_": 60}, {"?": 60}, {"A": 60}]],
    ids=["no steps", "blanks", "one character", "mostly unread"],
)
def test_too_little_is_no_mark(lattice, steps: list[dict[str, int]]) -> None:
    assert decode(lattice, steps) == []
