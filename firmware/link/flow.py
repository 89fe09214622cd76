"""Laptops on the screen: comparing the digits of a new one, looking at those that are paired, unpairing one."""

import hashlib

from screens import laptops, pairing
from screens.message import message

_SHOWN_BYTES = 6


async def compare(app) -> None:
    """Have the officer compare the digits of the laptop that asks, and say what came of it."""
    asking = app.lines.pairing
    name, digits = asking.laptop_name, asking.digits
    while asking.is_asking and asking.digits == digits:
        key = await app.show(pairing.compare(digits, name), refresh=True)
        if key and asking.digits == digits:
            asking.decide(key == "ok")
    while asking.digits == digits:
        if await app.show(pairing.agreed(digits, name), refresh=True) == "back":
            asking.stop()
    if asking.is_paired:
        await app.show(message("PAIRED", "This handheld now syncs with %s." % (name or "the laptop")))
    else:
        await app.show(message("NOT PAIRED", "Nothing has changed. To try again, begin on the laptop."))


async def look(app) -> None:
    """Show the paired laptops one by one, and unpair those of which the officer wants to be rid."""
    place = 0
    while True:
        paired = app.lines.pairings.laptops
        if not paired:
            await app.show(laptops.nobody())
            return
        place %= len(paired)
        name, certificate = paired[place]
        fingerprint = hashlib.sha256(certificate).digest()[:_SHOWN_BYTES].hex()
        key = await app.show(laptops.paired(name, fingerprint, place, len(paired)), refresh=True)
        if key == "down":
            place += 1
        elif key == "ok":
            if await app.show(laptops.unpair(name)) == "ok":
                app.lines.pairings.remove(certificate)
        elif key == "back":
            return
