"""The PIN on the screen: unlocking, setting, changing, locking. The handheld goes on syncing meanwhile."""

import asyncio

from keys.lock import MOST_FAILURES, SALT_BYTES
from screens import pin
from screens.editor import edit
from screens.language import told
from screens.message import message
from viewmark_protocol.sealing.pbkdf2 import Pbkdf2

_DIGITS = "0123456789"
_LEAST_DIGITS = 6
_STRETCH_MS = 1000  # what one try may take on this handheld
_MEASURE_MS = 50
_MOST_MEASURED = 20000  # where the clock stands still
_STEP = 100  # iterations between two turns of everything else
_LEAST_ITERATIONS = 1000
_SECOND_MS = 1000


class PinFlow:
    """Runs the pages about the PIN on an app."""

    def __init__(self, app) -> None:
        self._app = app
        self._store = app.store

    async def unlock(self) -> None:
        """Ask for the PIN once, after the wait that wrong ones have earned; say so where the keys are destroyed."""
        lock = self._store.lock
        if lock.is_wiped:
            await self._app.show(pin.wiped(), refresh=True)
            return
        await self._wait()
        # An administrator can reset the PIN while it is asked for.
        digits = await edit(self._app, "LOCKED: PIN", "", _DIGITS, True, lambda: not self._store.is_locked)
        if not digits:
            return
        lock.begin_try()
        await self._app.show(pin.working(), wait=False)
        store_key = lock.finish_try(await self._stretched(digits, lock.salt, lock.iterations))
        if store_key:
            self._store.unlock(store_key)
            return
        self._app.tried_ms = self._app.ports.clock.ticks_ms()
        left = MOST_FAILURES - lock.failures
        if left > 0:
            text = told("Wrong. After %d more wrong PINs the keys are destroyed.") % left
            await self._app.show(message("WRONG PIN", text))

    async def menu(self) -> None:
        """Offer to lock, to set or change the PIN, and to look at the paired laptops."""
        has_pin = self._store.lock.has_pin
        laptops = len(self._app.lines.pairings.laptops)
        key = await self._app.show(pin.menu(has_pin, self._app.ports.vault.in_chip, laptops))
        if key == "ok":
            await self._set_pin()
        elif key == "up" and has_pin:
            self._store.lock_up()
        elif key == "down":
            from link.flow import look

            await look(self._app)

    async def _set_pin(self) -> None:
        if not self._store.first_key_kept:
            text = "Ten wrong PINs destroy the log's key, and no laptop has it yet. Sync, then set the PIN."
            await self._app.show(message("SYNC FIRST", text))
            return
        if self._store.lock.has_pin:  # who finds it open must not make it his own
            self._store.lock_up()
            await self.unlock()
            if self._store.is_locked or self._store.lock.is_wiped:
                return
        digits = await edit(self._app, "NEW PIN", "", _DIGITS, hidden=True)
        if not digits:
            return
        if len(digits) < _LEAST_DIGITS:
            await self._app.show(
                message("TOO SHORT", told("A PIN has %d digits or more. It was not set.") % _LEAST_DIGITS)
            )
            return
        if await edit(self._app, "THE SAME AGAIN", "", _DIGITS, hidden=True) != digits:
            await self._app.show(message("NOT THE SAME", "The two PINs differ. It was not set."))
            return
        await self._app.show(pin.working(), wait=False)
        salt = self._app.ports.random(SALT_BYTES)
        iterations = self._affordable(digits, salt)
        self._store.set_pin(salt, await self._stretched(digits, salt, iterations), iterations)
        await self._app.show(message("PIN SET", "From now on it is asked for. Only the administrator can reset it."))

    async def _wait(self) -> None:
        app, wait_ms = self._app, self._store.lock.wait_s * _SECOND_MS
        while True:
            left_ms = app.tried_ms + wait_ms - app.ports.clock.ticks_ms()
            if left_ms <= 0:
                return
            await app.show(pin.waiting((left_ms + _SECOND_MS - 1) // _SECOND_MS), wait=False)
            await asyncio.sleep_ms(_SECOND_MS)

    async def _stretched(self, digits: str, salt: bytes, iterations: int) -> bytes:
        stretching = Pbkdf2(digits.encode(), salt)
        while stretching.done < iterations:
            stretching.step(min(_STEP, iterations - stretching.done))
            await asyncio.sleep_ms(0)
        self._app.ports.keys.forget()  # nobody answers what he has not seen
        return stretching.key()

    def _affordable(self, digits: str, salt: bytes) -> int:
        """Return how many iterations this handheld can do in the time that a try may take."""
        ticks_ms, stretching = self._app.ports.clock.ticks_ms, Pbkdf2(digits.encode(), salt)
        started_ms = ticks_ms()
        while ticks_ms() - started_ms < _MEASURE_MS and stretching.done < _MOST_MEASURED:
            stretching.step(_STEP)
        took_ms = max(_MEASURE_MS, ticks_ms() - started_ms)
        return max(_LEAST_ITERATIONS, stretching.done * _STRETCH_MS // took_ms)
