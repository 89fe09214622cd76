"""What happens to a serial between weapon and keyboard: the damages that the register's search is measured with."""

import random

from viewmark.quickly import quick_skeleton

DAMAGES = ("exact", "confusable2", "missing", "extra", "swapped", "unread1")
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_LOOK_ALIKE = {
    one: [other for other in _CHARACTERS if other != one and quick_skeleton(other) == quick_skeleton(one)]
    for one in _CHARACTERS
}


def damaged(serial: str, damage: str, dice: random.Random) -> str | None:
    """Return a serial with this damage; None where it has no place for it."""
    characters = list(serial)
    place = dice.randrange(len(characters))
    if damage == "confusable2":
        places = [place for place, one in enumerate(characters) if _LOOK_ALIKE.get(one)]
        if len(places) < 2:
            return None
        for place in dice.sample(places, 2):
            characters[place] = dice.choice(_LOOK_ALIKE[characters[place]])
    elif damage == "missing":
        del characters[place]
    elif damage == "extra":
        characters.insert(dice.randrange(len(characters) + 1), dice.choice(_CHARACTERS))
    elif damage == "swapped":
        places = [place for place in range(len(characters) - 1) if characters[place] != characters[place + 1]]
        if not places:
            return None
        place = dice.choice(places)
        characters[place : place + 2] = reversed(characters[place : place + 2])
    elif damage == "unread1":
        characters[place] = "?"
    return "".join(characters)
