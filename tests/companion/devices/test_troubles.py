"""What is left aside: told once, at rest for a minute, forgotten once it went well."""

import pytest

from viewmark.devices.troubles import Troubles


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_trouble_is_logged_once_however_often_it_is_met(caplog: pytest.LogCaptureFixture) -> None:
    troubles = Troubles()
    for _ in range(3):
        troubles.note("photo", "The photo is damaged.")
    assert [one.getMessage() for one in caplog.records] == ["The photo is damaged."]
    assert troubles.sentences() == ["The photo is damaged."]


def test_a_trouble_rests_for_a_minute_and_is_then_tried_again() -> None:
    clock = Clock()
    troubles = Troubles(clock)
    assert not troubles.is_resting("photo")
    troubles.note("photo", "The photo is damaged.")
    clock.now_s += 59
    assert troubles.is_resting("photo")
    clock.now_s += 1
    assert not troubles.is_resting("photo")
    assert troubles.sentences()


def test_what_went_well_after_all_is_forgotten_and_nothing_else() -> None:
    troubles = Troubles()
    troubles.note("photo", "The photo is damaged.")
    troubles.note("list", "The list is refused.")
    troubles.clear("photo")
    troubles.clear("never noted")
    assert troubles.sentences() == ["The list is refused."]
