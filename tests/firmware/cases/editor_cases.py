"""Correcting a reading: the reader's alternatives come first, and every character can still be had."""

import asyncio

from screens.editor import ALPHABET, edit

LATTICE = [[("A", 99)], [("8", 60), ("B", 35), ("3", 5)], [("?", 50), ("Q", 30), ("O", 20)]]


class Officer:
    """Presses keys in order and notes which character was shown at each."""

    def __init__(self, keys):
        self._keys = list(keys)
        self.shown = []

    async def show(self, page, refresh=False):
        self.shown.append(page.texts()[-1][1:])
        return self._keys.pop(0)


def edited(keys, lattice=LATTICE):
    officer = Officer(keys)
    return asyncio.run(edit(officer, "SERIAL", "A8?", lattice=lattice)), officer.shown


def test_one_key_takes_the_first_alternative_two_the_second():
    assert edited(["ok", "up", "ok", "ok", "ok"])[0] == "AB?"
    assert edited(["ok", "up", "up", "ok", "ok", "ok"])[0] == "A3?"


def test_an_unread_character_offers_what_it_may_be():
    assert edited(["ok", "ok", "up", "ok", "ok"])[0] == "A8Q"


def test_behind_the_alternatives_stands_the_whole_alphabet_once():
    _, shown = edited(["ok"] + ["up"] * 43 + ["ok", "ok", "ok"])
    turned = shown[1:45]
    assert turned[:4] == ["8", "B", "3", "A"]
    assert sorted([one for one in turned[:43] if one != "done"]) == sorted(ALPHABET)


def test_without_a_reading_the_alphabet_turns_as_it_is():
    assert edited(["ok", "up", "ok", "ok", "ok"], ())[0] == "A9?"
