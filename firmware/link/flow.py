"""Laptops on the screen: comparing the digits of a new one, looking at those that are paired, unpairing one."""

import asyncio
import hashlib

from screens import laptops, pairing

_SHOWN_BYTES = 6
_LOOK_MS = 1000  # nobody answers what he has not seen


async def compare(app) -> None:
    """Have the officer compare the digits of the laptop that asks, and say what came of it."""
    asking = app.lines.pairing
    name, digits = asking.laptop_name, asking.digits
    await app.show(pairing.compare(digits, name, False), wait=False)
    await asyncio.sleep_ms(_LOOK_MS)
    app.ports.keys.forget()
    while asking.is_asking and asking.digits == digits:
        key = await app.show(pairing.compare(digits, name, True), refresh=True)
        if key and asking.digits == digits:
            asking.decide(key == "ok")
    while asking.digits == digits and not app.store.is_locked:
        if await app.show(pairing.agreed(digits, name), refresh=True) == "back":
            asking.stop()
    while not app.store.is_locked and not asking.is_asking:
        if await app.show(pairing.outcome(asking.is_paired, name), refresh=True):
            return


async def look(app) -> None:
    """Show the paired laptops one by one, and unpair those of which the officer wants to be rid."""
    place = 0
    while not app.store.is_locked:
        paired = app.lines.pairings.laptops
        if not paired:
            if await app.show(laptops.nobody(), refresh=True):
                return
            continue
        place %= len(paired)
        name, certificate = paired[place]
        fingerprint = hashlib.sha256(certificate).digest()[:_SHOWN_BYTES].hex()
        key = await app.show(laptops.paired(name, fingerprint, place, len(paired)), refresh=True)
        if key == "down":
            place += 1
        elif key == "ok":
            await _unpair(app, name, certificate)
        elif key == "back":
            return


async def _unpair(app, name: str, certificate: bytes) -> None:
    while not app.store.is_locked:
        key = await app.show(laptops.unpair(name), refresh=True)
        if key == "ok":
            app.lines.pairings.remove(certificate)
        if key:
            return
