"""The self-test of a firmware that runs for the first time: what it does not pass, the next start rolls back."""

import asyncio

from updates.slot import CONFIRMED, SLOTS, FirmwareSlot
from viewmark_protocol.messages.hello import STORE_STATES

_RUN_MS = 3000  # for which screens and link must have run by then


def running(ports, number: int) -> FirmwareSlot:
    """Return the slot of a number, from which the firmware runs."""
    return FirmwareSlot(ports.partition(SLOTS[number]))


async def prove(app, number: int) -> None:
    """Test what a check needs, once screens and link run, and confirm the slot that runs; raises what it meets."""
    slot = running(app.ports, number)
    if slot.is_confirmed:
        return
    await asyncio.sleep_ms(_RUN_MS)
    test(app)
    slot.mark(CONFIRMED)


def test(app) -> None:
    """Ask every part for something; whatever one of them raises ends the trial, as AssertionError does."""
    ports = app.ports
    fits = 0 <= ports.battery.percent() <= 100 and ports.clock.now_s() >= 0 and len(ports.random(16)) == 16
    reads = app.store.state in STORE_STATES.words and app.ring.next_sequence >= app.ring.first_sequence
    if not (fits and reads and app.page_name):
        raise AssertionError("the self-test failed")
    from checks.flow import CheckFlow  # what is missing or broken in the image shows here

    CheckFlow(app)
