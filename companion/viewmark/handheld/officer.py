"""A scripted officer: presses the keys that a person would and reads the same screen."""

from pathlib import Path

from viewmark.errors import HandheldError
from viewmark.handheld.process import Handheld, ScreenShot
from viewmark_protocol.makers import maker_code, maker_name

_SCREEN_S = 30.0
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./&? "  # as the handheld's editor turns it
_DIGITS = "0123456789"
_BACK_PAGES = ("history", "pin", "laptops", "pairing", "choice", "update", "about", "verdict")
_WORKING = "One moment ..."
_PAIR = "PAIR A LAPTOP"
_AIMING = "aim"  # shown while it reads: no page that can be answered


class Officer:
    """Works one handheld."""

    def __init__(self, handheld: Handheld) -> None:
        self._handheld = handheld

    async def check(self, picture: Path | None, maker: str | None, typed: str | None = None) -> ScreenShot:
        """Check one weapon and return the verdict's screen. `typed` corrects the reading; None confirms it."""
        handheld = self._handheld
        await self.go_home()
        if picture is None:
            handheld.look_away()
        else:
            handheld.look_at(picture)
        screen = await self._press("ok")
        while screen.name == "message":
            if screen.texts[0] == "STORE FULL":
                return screen
            screen = await self._press("ok")
        if typed is None:
            screen = await self._press("ok")
        else:
            screen = await self._press("down")
            screen = await self.type(typed, screen)
            if screen.name == "leaving":  # nothing is typed: that there is no serial is asked once more
                screen = await self._press("ok")
        screen = await self._answer_marks(maker, screen)
        while screen.name in ("message", "shape"):  # asked about look-alikes, the officer stays with the serial
            screen = await self._press("ok")
        return screen

    async def history(self) -> dict[int, tuple[str, bool, str | None]]:
        """Read the handheld's history: `(verdict word, on laptop, register's answer or None)` by sequence."""
        await self.go_home()
        rows: dict[int, tuple[str, bool, str | None]] = {}
        screen = await self._press("up")
        while True:
            before = len(rows)
            for text in screen.texts[1:]:
                sequence, _, rest = text.strip().partition(" ")
                if sequence.isdigit():
                    _, word, where, *answer = rest.split()
                    rows[int(sequence)] = (word, where == "laptop", answer[0] if answer else None)
            if len(rows) == before or min(rows) == 1:
                await self._press("back")
                return rows
            screen = await self._press("down")

    async def go_home(self) -> None:
        """Leave whatever is shown; HandheldError where it is locked."""
        screen = self._handheld.screen
        while screen.name != "home":
            if screen.texts[0].startswith("LOCKED"):
                raise HandheldError("The handheld is locked. Unlock it first.")
            if screen.texts[0] == "KEYS DESTROYED":
                return  # this page it leaves by itself
            if screen.name == "guide":
                screen = await self._row("TO", screen)
            screen = await self._press("back" if screen.name in _BACK_PAGES else "ok")

    async def set_pin(self, digits: str) -> ScreenShot:
        """Set or change the PIN and return what the handheld says of it: `PIN SET`, or why it was not set."""
        await self.go_home()
        await self._press("down")
        await self._press("ok")
        screen = await self._press("ok")
        while screen.name == "editor":
            screen = await self.type(digits, screen, _DIGITS)
        return await self._worked()

    async def unlock(self, digits: str) -> ScreenShot:
        """Enter the PIN of a locked handheld once and return what comes next: `home`, or what is wrong."""
        screen = self._handheld.screen
        while screen.name == "message":
            screen = await self._press("ok")
        if screen.name != "editor":
            raise HandheldError(f"The handheld asks for no PIN: it shows {screen.texts}.")
        await self.type(digits, screen, _DIGITS)
        return await self._worked()

    async def asked_to_compare(self) -> ScreenShot:
        """Return the page with a laptop's digits once it can be answered: for a moment it wants to be looked at."""
        return await self._handheld.wait_for(
            lambda screen: screen.name == "pairing" and screen.texts[0] == _PAIR and _WORKING not in screen.texts,
            _SCREEN_S,
        )

    async def compare(self, digits: str) -> bool:
        """Compare the digits of a laptop with those that the handheld shows, answer it, and return whether they agree.

        It must be on its home page, where the question comes up.
        """
        screen = await self.asked_to_compare()
        are_equal = screen.texts[1].replace(" ", "") == digits
        await self._press("ok" if are_equal else "back")
        return are_equal

    async def lock(self) -> ScreenShot:
        """Lock the handheld, which must have a PIN."""
        await self.go_home()
        await self._press("down")
        await self._press("ok")
        return await self._press("up")

    async def _worked(self) -> ScreenShot:
        """Return what is shown once the PIN has been worked on, which takes it a second."""
        return await self._handheld.wait_for(lambda screen: _WORKING not in screen.texts, _SCREEN_S)

    async def type(self, text: str, screen: ScreenShot, alphabet: str = _ALPHABET) -> ScreenShot:
        """Type `text` into the editor over what stands there."""
        unknown = sorted(set(text) - set(alphabet))
        if unknown:
            raise HandheldError(f"{text!r} cannot be typed on the handheld: it has no {' '.join(unknown)}.")
        for wanted in text:
            screen = await self._turn_to(wanted, screen, alphabet)
            screen = await self._press("ok")
        while screen.name == "editor" and screen.texts[-1] != ">done":
            screen = await self._turn_to("done", screen, alphabet)
        return await self._press("ok")

    async def _turn_to(self, wanted: str, screen: ScreenShot, alphabet: str) -> ScreenShot:
        row = [*alphabet, "done"]
        ahead = (row.index(wanted) - row.index(screen.texts[-1][1:])) % len(row)
        # One way all along: alternatives may stand before the alphabet.
        key = "up" if ahead <= len(row) // 2 else "down"
        while screen.texts[-1][1:] != wanted:
            screen = await self._press(key)
        return screen

    async def _answer_marks(self, maker: str | None, screen: ScreenShot) -> ScreenShot:
        """Give the maker, or say that the weapon bears none, and go on to the verdict."""
        if screen.name != "guide":
            return screen
        screen = await self._row("maker", screen)
        if maker is None and screen.texts[_row_of(screen)].split()[-1] == "-":
            screen = await self._row("TO", screen)
            return await self._press("ok")
        known = maker_name(maker_code(maker))
        screen = await self._press("ok")
        choice = "none on the weapon" if maker is None else known or "type it"
        while screen.texts[_row_of(screen)][1:] != choice:
            screen = await self._press("down")
        screen = await self._press("ok")
        if choice == "type it" and maker:
            screen = await self.type(maker.upper(), screen)
        screen = await self._row("TO", screen)
        return await self._press("ok")

    async def _row(self, label: str, screen: ScreenShot) -> ScreenShot:
        """Move the cursor of the marks to the row that begins with a word."""
        while not screen.texts[_row_of(screen)][1:].startswith(label):
            screen = await self._press("down")
        return screen

    async def _press(self, key: str) -> ScreenShot:
        pressed = await self._handheld.press(key)
        return await self._handheld.wait_for(
            lambda screen: screen.keys_taken >= pressed and screen.name != _AIMING, _SCREEN_S
        )


def _row_of(screen: ScreenShot) -> int:
    """Return which of the texts has the cursor."""
    return next(place for place, text in enumerate(screen.texts) if text.startswith(">"))
