"""A page: title, lines in large or small type, and what each key does. Every screen is made of pages."""

from screens.canvas import AMBER, BLACK, GREY, HEIGHT_PX, WHITE, WIDTH_PX, wrapped

_SMALL_COLUMNS = 39
_MARGIN_PX = 4
_KEYS_PX = 24  # the bar that says what the keys do
_TITLE_PX, _BANNER_PX = 28, 48
_TALL_PX, _FLAT_PX = 19, 13  # a line in small type, twice as high as wide where all has room so
_KEY_SIGNS = (("up", "^"), ("down", "v"), ("ok", "OK"), ("back", "<"))


class Page:
    """What one screen shows. `name` says which screen it is; `keys` maps key names to what they do here.

    With `banner` the title fills a high bar: what must be seen from the other side of the car.
    """

    def __init__(self, name: str, title: str, keys: "dict[str, str]", colour: int = GREY, banner: bool = False) -> None:
        self.name = name
        self.title = title
        self.keys = keys
        self.colour = colour
        self.banner = banner
        self.lines = []  # (text, scale, colour)

    def large(self, text: str, colour: int = WHITE) -> None:
        """Add a line in type that is read at arm's length; longer text gets smaller type."""
        scale = fitting_scale(text)
        if scale > 1:
            self.lines.append((text, scale, colour))
        else:
            self.small(text, colour)

    def aligned(self, texts: "list[str]", colour: int = WHITE) -> None:
        """Add lines in the largest type that all of them fit in, character under character."""
        scale = min([fitting_scale(text) for text in texts])
        for text in texts:
            self.lines.append((text, scale, colour))

    def small(self, text: str, colour: int = WHITE) -> None:
        """Add text in small type, wrapped."""
        for line in wrapped(text, _SMALL_COLUMNS):
            self.lines.append((line, 1, colour))

    def texts(self) -> "list[str]":
        """Return everything that the page says, for a screen reader or a bench."""
        return [self.title] + [line[0] for line in self.lines]

    def draw(self, canvas) -> None:
        """Draw the page on a canvas. What has no room is left out, and dots say so."""
        canvas.clear(BLACK)
        ink = BLACK if self.colour == AMBER else WHITE
        top = _BANNER_PX if self.banner else _TITLE_PX
        scale = fitting_scale(self.title) if self.banner else 2
        canvas.bar(0, 0, WIDTH_PX, top, self.colour)
        canvas.text(self.title, _MARGIN_PX, (top - 8 * scale) // 2, ink, scale)
        self._draw_lines(canvas, top + 8, HEIGHT_PX - _KEYS_PX - 2)
        self._draw_keys(canvas)

    def _draw_lines(self, canvas, y: int, end: int) -> None:
        tall = y + sum([_height(line, True) for line in self.lines]) <= end
        for index, line in enumerate(self.lines):
            text, scale, colour = line
            height = _height(line, tall)
            is_last = index == len(self.lines) - 1
            if y + height + (0 if is_last else _FLAT_PX) > end and not (is_last and y + height - 4 <= end):
                canvas.text("...", _MARGIN_PX, min(y, end - 8), AMBER)
                return
            if tall and scale == 1:
                canvas.tall_text(text, _MARGIN_PX, y, colour)
            else:
                canvas.text(text, _MARGIN_PX, y, colour, scale)
            y += height

    def _draw_keys(self, canvas) -> None:
        y = HEIGHT_PX - _KEYS_PX
        canvas.bar(0, y, WIDTH_PX, _KEYS_PX, GREY)
        x = _MARGIN_PX
        for key, sign in _KEY_SIGNS:
            if key in self.keys:
                label = sign + " " + self.keys[key]
                canvas.tall_text(label, x, y + 4, WHITE)
                x += 8 * len(label) + 14


def fitting_scale(text: str) -> int:
    """Return the largest type, 4 to 1, in which `text` fits on one line; 1 also where it does not."""
    for scale in (4, 3, 2):
        if len(text) * 8 * scale <= WIDTH_PX - 2 * _MARGIN_PX:
            return scale
    return 1


def _height(line: tuple, tall: bool) -> int:
    if line[1] > 1:
        return 8 * line[1] + 8
    return _TALL_PX if tall else _FLAT_PX
