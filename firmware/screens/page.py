"""A page: title, lines in large or small type, and what each key does. Every screen is made of pages."""

from screens.canvas import AMBER, BLACK, BRIGHT, GREY, HEIGHT_PX, WHITE, WIDTH_PX, sizes, wrapped
from screens.font import FLAT, SMALL
from screens.language import told

_SMALL_COLUMNS = 39
_MARGIN_PX = 4
_KEYS_PX = 24  # the bar that says what the keys do
_TITLE_PX, _BANNER_PX = 28, 48
_GAP_PX = 3  # below a line in small type
_TITLE_SIZE, _LARGEST = 2, 4
_KEY_SIGNS = (("up", "^"), ("down", "v"), ("ok", "OK"), ("back", "<"))


class Page:
    """What one screen shows. `name` says which screen it is; `keys` maps key names to what they do here.

    Title, keys and small text are told in the language that is spoken, where its catalogue has them.

    With `banner` the title fills a high bar: what must be seen from the other side of the car.
    """

    def __init__(self, name: str, title: str, keys: "dict[str, str]", colour: int = GREY, banner: bool = False) -> None:
        self.name = name
        self.title = told(title)
        self.keys = keys
        self.colour = colour
        self.banner = banner
        self.lines = []  # (text, size of the font, colour)
        self.strip = None  # a picture as wide as the screen, two pixels a byte, below the title

    def large(self, text: str, colour: int = WHITE) -> None:
        """Add a line in type that is read at arm's length; longer text gets smaller type."""
        size = fitting_size(text)
        if size > SMALL:
            self.lines.append((text, size, colour))
        else:
            self.small(text, colour)

    def aligned(self, texts: "list[str]", colour: int = WHITE) -> None:
        """Add lines in the largest type that all of them fit in, character under character."""
        size = min([fitting_size(text) for text in texts])
        for text in texts:
            self.lines.append((text, size, colour))

    def small(self, text: str, colour: int = WHITE) -> None:
        """Add text in small type, wrapped."""
        for line in wrapped(told(text), _SMALL_COLUMNS):
            self.lines.append((line, SMALL, colour))

    def texts(self) -> "list[str]":
        """Return everything that the page says, for a screen reader or a bench."""
        return [self.title] + [line[0] for line in self.lines]

    def draw(self, canvas) -> None:
        """Draw the page on a canvas. What has no room is left out, and dots say so."""
        canvas.clear(BLACK)
        ink = BLACK if self.colour == AMBER else WHITE
        top = _BANNER_PX if self.banner else _TITLE_PX
        size = fitting_size(self.title) if self.banner else _TITLE_SIZE
        canvas.bar(0, 0, WIDTH_PX, top, self.colour)
        canvas.text(self.title, _MARGIN_PX, (top - sizes()[size].height_px) // 2, ink, size)
        if self.strip:
            top += canvas.strip(self.strip, top)
        self._draw_lines(canvas, top + 8, HEIGHT_PX - _KEYS_PX - 2)
        self._draw_keys(canvas)

    def _draw_lines(self, canvas, y: int, end: int) -> None:
        """Draw the lines; where not all have room, those in small type are drawn flat."""
        small = SMALL if y + sum([_height(line[1], SMALL) for line in self.lines]) <= end else FLAT
        for index, (text, size, colour) in enumerate(self.lines):
            height = _height(size, small)
            is_last = index == len(self.lines) - 1
            needed = height - _GAP_PX if is_last else height + _height(SMALL, FLAT)
            if y + needed > end:
                canvas.text("...", _MARGIN_PX, min(y, end - sizes()[FLAT].height_px), BRIGHT[AMBER], FLAT)
                return
            canvas.text(text, _MARGIN_PX, y, BRIGHT.get(colour, colour), small if size == SMALL else size)
            y += height

    def _draw_keys(self, canvas) -> None:
        y = HEIGHT_PX - _KEYS_PX
        canvas.bar(0, y, WIDTH_PX, _KEYS_PX, GREY)
        x = _MARGIN_PX
        for key, sign in _KEY_SIGNS:
            if key in self.keys:
                label = sign + " " + told(self.keys[key])
                canvas.text(label, x, y + 4, WHITE)
                x += sizes()[SMALL].width_px * len(label) + 14


def fitting_size(text: str) -> int:
    """Return the largest size of the font in which `text` fits on one line; the small one also where it does not."""
    for size in range(_LARGEST, SMALL, -1):
        if len(text) * sizes()[size].width_px <= WIDTH_PX - 2 * _MARGIN_PX:
            return size
    return SMALL


def _height(size: int, small: int) -> int:
    """Return how much room a line takes; `small` is the size in which small type is drawn."""
    if size > SMALL:
        return sizes()[size].height_px
    return sizes()[small].height_px + (_GAP_PX if small == SMALL else 1)
