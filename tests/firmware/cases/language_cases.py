"""The language of the screens: turned on the home page by one key, kept over a power cut, English where all fails."""

from screens import language
from screens.message import message
from screens.page import Page
from whole import Whole


def homes(whole, *keys):
    """Return what the home page says, one after the other, while keys are pressed on it."""
    left = list(keys)
    whole.ports.screen.pages = []

    def on_show(name):
        if left and name == "home":
            whole.ports.keys.press(left.pop(0))

    whole.ports.screen.on_show = on_show
    whole.run_screens()
    said = [texts[1] for name, texts in whole.ports.screen.pages if name == "home"]
    return [text for place, text in enumerate(said) if place == 0 or said[place - 1] != text]  # drawn anew counts once


def test_one_key_turns_the_language_and_turns_it_back():
    whole = Whole()
    assert homes(whole, "back", "back") == ["READY", "PRÊT", "READY"]


def test_the_language_outlives_a_power_cut():
    whole = Whole()
    homes(whole, "back")
    whole.restart()
    assert homes(whole) == ["PRÊT"]
    language.speak("en")


def test_a_language_that_is_none_is_english():
    language.speak("xx")
    assert message("NOT DONE", "A text.").title == "NOT DONE"


def test_what_was_recorded_is_never_translated():
    language.speak("fr")
    page = Page("verdict", "HIT", {})
    page.large("NEAR")
    page.small("GLOCK")
    language.speak("en")
    assert page.texts() == ["SIGNALÉ", "NEAR", "GLOCK"]
