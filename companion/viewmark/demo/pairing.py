"""Pairs a simulated handheld with a laptop without a person: the scripted officer compares, and answers for both."""

from pathlib import Path

from viewmark.devices.opening import open_pipe
from viewmark.devices.pairing import pair
from viewmark.devices.pairings import PAIRINGS_FILE, Pairings
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld


async def pair_simulated(handheld: Handheld, pairings: Pairings) -> None:
    """Pair a handheld that is on and plugged in, unless it is paired already; it is left on its home page."""
    if pairings.find(handheld.device_id):
        return
    officer = Officer(handheld)
    await officer.go_home()  # where the question comes up

    async def compare(device_id: str, digits: str) -> bool:
        return await officer.compare(digits)

    await pair(await open_pipe(str(handheld.cable.path), pairings), pairings, compare)
    await officer.go_home()


async def pair_laptop_folder(handheld: Handheld, folder: Path) -> None:
    """The same for the laptop whose data lie in a folder."""
    await pair_simulated(handheld, Pairings(folder / PAIRINGS_FILE))
