"""What a port says while no handheld is there: an alarm where somebody must act, and nothing where nobody need."""

import pytest

from viewmark.devices.progress import Progress
from viewmark.errors import NoRadioError, NotPairedError, PipeError
from viewmark.ui import port as ports
from viewmark.ui.port import Port
from viewmark_protocol.errors import LinkLostError

SERIAL, RADIO = "/dev/ttyACM1", "radio:VM-1"
GREETED = Progress("VM-1", "greeted", 1, 1)


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_PATIENCE_S", -1.0)


def test_a_cable_that_is_out_is_said() -> None:
    port = Port(SERIAL)
    port.trouble(PipeError("Is the cable in?"))
    assert port.sentence == "Is the cable in?"


def test_one_that_was_never_there_by_radio_is_not_missed() -> None:
    port = Port(RADIO)
    port.trouble(PipeError("The handheld was not found by radio."))
    assert port.sentence is None and port.is_out_of_reach


def test_one_that_goes_out_of_the_radios_reach_is_named() -> None:
    port = Port(RADIO)
    port.report(GREETED)
    assert port.sentence is None
    port.trouble(LinkLostError("It no longer answers."))
    assert port.sentence == "VM-1: It no longer answers."


def test_a_laptop_without_bluetooth_says_so() -> None:
    port = Port(RADIO)
    port.trouble(NoRadioError("Bluetooth is switched off."))
    assert port.sentence == "Bluetooth is switched off." and not port.is_out_of_reach


def test_an_unpaired_handheld_is_no_absent_one() -> None:
    port = Port(SERIAL)
    port.trouble(NotPairedError("Pair them."))
    assert port.is_unpaired and port.sentence is None
    port.trouble(PipeError("Is the cable in?"))
    assert not port.is_unpaired


def test_a_port_that_is_not_served_just_now_misses_nobody() -> None:
    port = Port(SERIAL)
    port.trouble(NotPairedError("Pair them."))
    port.rest(is_resting=True)
    assert not port.is_unpaired and port.sentence is None
