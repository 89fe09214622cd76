"""The digits on a whole handheld's screen: nobody confirms what he has not seen."""

import asyncio

from link.pairing import Pairing
from whole import Whole


class Asking(Pairing):
    """An attempt that has got as far as the digits."""

    def __init__(self, whole):
        Pairing.__init__(self, whole.ports, whole.app.lines.pairings, whole.app.changed)
        self._state, self.digits, self.laptop_name = "waiting", "034071", "desk 1"
        self.decided = []

    def decide(self, are_equal):
        self.decided.append(are_equal)
        self.digits = ""


def run(keys_at):
    """Show the app with an attempt; `keys_at(screen, keys)` is called at each page. Return `(attempt, titles)`."""
    whole = Whole()
    attempt = whole.app.lines.pairing = Asking(whole)
    screen, keys = whole.ports.screen, whole.ports.keys
    screen.on_show = lambda name: keys_at(screen.pages[-1][1], keys)

    async def work():
        try:
            await asyncio.wait_for(whole.app._screens(), 2.5)
        except asyncio.TimeoutError:
            pass

    asyncio.run(work())
    return attempt, [texts for _, texts in screen.pages]


def test_keys_that_were_pressed_before_or_just_as_the_digits_came_confirm_nothing():
    def hasty(texts, keys):
        if "One moment ..." in texts:
            keys.press("ok", "ok", "ok")

    attempt, pages = run(hasty)
    assert attempt.decided == []
    assert "One moment ..." in pages[0] and "034 071" in pages[0]
    assert pages[1][0] == "PAIR A LAPTOP" and "One moment ..." not in pages[1]


def test_an_officer_who_has_looked_decides():
    for key, are_equal in (("ok", True), ("back", False)):

        def looking(texts, keys, key=key):
            if texts[0] == "PAIR A LAPTOP" and "One moment ..." not in texts:
                keys.press(key)

        attempt, _ = run(looking)
        assert attempt.decided == [are_equal]
