"""What a part says of itself: checks, each printed as one JSON line, and questions to whoever holds the board."""

import asyncio
import json

import framebuf

PASSED, FAILED, ABSENT, ASKS = "passed", "failed", "not there", "asks a person"
OK, BACK = "ok", "back"

_ANSWER_MS = 30_000
_POLL_MS = 20
_WHITE = 7  # in the display's palette
_COLUMN_PX, _LINE_PX = 8, 12  # of framebuf's own font
SCREEN_NAME = "board-test"


class Report:
    """The checks of a board. `wanted` is what the laptop knows of it:

    `partitions` their sizes in bytes by name, `parts` those to test, `erase_scratch`, `with_person`, and `answer_ms`,
    for which a question waits.
    """

    def __init__(self, ports, wanted: dict, tell=None) -> None:
        self.ports = ports
        self.wanted = wanted
        self.part = ""
        self.told = 0
        self._tell = tell or _print

    @property
    def answer_ms(self) -> int:
        """How long a question waits for its answer."""
        return self.wanted.get("answer_ms", _ANSWER_MS)

    def say(self, line: dict) -> None:
        """Print a line that is no check."""
        self._tell(line)

    def begin(self, part: str) -> None:
        """Say which part comes now: where nothing follows, it is the one that hangs."""
        self.part = part
        self._tell({"begins": part})

    def held(self, name: str, is_held: bool, detail: str, limits: str, advice: str) -> None:
        """Say that a check passed, or failed with what to do."""
        if is_held:
            self.passed(name, detail, limits)
        else:
            self.failed(name, detail, limits, advice)

    def passed(self, name: str, detail: str, limits: str = "") -> None:
        """Say what was found, and within which limits it had to be."""
        self._check(name, PASSED, detail, limits, "")

    def failed(self, name: str, detail: str, limits: str, advice: str) -> None:
        """Say what was found, what it should have been, and what to do."""
        self._check(name, FAILED, detail, limits, advice)

    def absent(self, name: str, detail: str) -> None:
        """Say that this board has no such thing, or why it could not be tried."""
        self._check(name, ABSENT, detail, "", "")

    def unanswered(self, name: str, detail: str) -> None:
        """Say that only a person can tell, and none is there."""
        self._check(name, ASKS, detail, "", "")

    async def ask(self, name: str, question: str, wanted: dict, advice: str, pixels: "bytearray | None" = None) -> None:
        """Ask a person who sees the board; `ok` is yes, `back` is no. The question stands on the screen, or `pixels`.

        `wanted` says what a laptop that sees a simulated board is to look for.
        """
        if not self.wanted.get("with_person", True):
            self.unanswered(name, question)
            return
        self.ports.keys.forget()
        await self.show(question, pixels)
        self.put(name, question + " ok: yes, back: no.", wanted)
        key = await self._answer()
        if key is None:
            self.failed(name, "nobody answered", "ok", "Run it again and answer by the board's keys.")
        else:
            self.held(name, key == OK, "seen" if key == OK else "not seen", "ok", advice)

    def put(self, name: str, question: str, wanted: dict) -> None:
        """Have a question shown at the laptop."""
        self._tell({"asks": name, "part": self.part, "question": question, "wanted": wanted})

    async def show(self, question: str, pixels: "bytearray | None" = None) -> None:
        """Show a question on the screen, or a picture instead of it."""
        screen = self.ports.screen
        if pixels is None:
            pixels = bytearray(screen.width_px * screen.height_px // 2)
            write(pixels, screen.width_px, screen.height_px, question)
        await screen.show(pixels, SCREEN_NAME, [question])

    async def _answer(self) -> "str | None":
        """Return `ok` or `back`; None where neither came in time."""
        clock = self.ports.clock
        until_ms = clock.ticks_ms() + self.answer_ms
        while clock.ticks_ms() < until_ms:
            key = self.ports.keys.take()
            if key in (OK, BACK):
                return key
            await asyncio.sleep_ms(_POLL_MS)
        return None

    def _check(self, name: str, result: str, detail: str, limits: str, advice: str) -> None:
        self.told += 1
        line = {"part": self.part, "name": name, "result": result, "detail": detail, "limits": limits}
        line["advice"] = advice
        self._tell(line)


def write(pixels: bytearray, width_px: int, height_px: int, text: str) -> None:
    """Write a text on a picture, word by word, in the font that MicroPython has itself."""
    picture = framebuf.FrameBuffer(pixels, width_px, height_px, framebuf.GS4_HMSB)
    columns = width_px // _COLUMN_PX - 2
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > columns:
            lines.append(line)
            line = ""
        line = line + " " + word if line else word
    lines.append(line)
    y_px = (height_px - len(lines) * _LINE_PX) // 2
    for one in lines:
        picture.text(one, _COLUMN_PX, y_px, _WHITE)
        y_px += _LINE_PX


def _print(line: dict) -> None:
    print(json.dumps(line))
