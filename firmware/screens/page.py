"""A page: title, lines in large or small type, and what each key does. Every screen is made of pages."""

from screens.canvas import BLACK, GREY, WHITE, WIDTH_PX, wrapped

_SMALL_COLUMNS = 39
_KEY_SIGNS = (("up", "^"), ("down", "v"), ("ok", "OK"), ("back", "<"))


class Page:
    """What one screen shows. `name` says which screen it is; `keys` maps key names to what they do here."""

    def __init__(self, name: str, title: str, keys: "dict[str, str]", colour: int = GREY) -> None:
        self.name = name
        self.title = title
        self.keys = keys
        self.colour = colour
        self.lines = []  # (text, scale, colour)

    def large(self, text: str, colour: int = WHITE) -> None:
        """Add a line in type that is read at arm's length; longer text gets smaller type."""
        for scale in (4, 3, 2):
            if len(text) * 8 * scale <= WIDTH_PX - 8:
                self.lines.append((text, scale, colour))
                return
        self.small(text, colour)

    def small(self, text: str, colour: int = WHITE) -> None:
        """Add text in small type, wrapped."""
        for line in wrapped(text, _SMALL_COLUMNS):
            self.lines.append((line, 1, colour))

    def texts(self) -> "list[str]":
        """Return everything that the page says, for a screen reader or a bench."""
        return [self.title] + [line[0] for line in self.lines]

    def draw(self, canvas) -> None:
        """Draw the page on a canvas."""
        canvas.clear(BLACK)
        canvas.bar(0, 0, WIDTH_PX, 28, self.colour)
        canvas.text(self.title, 6, 6, WHITE, 2)
        y = 40
        for text, scale, colour in self.lines:
            canvas.text(text, 4, y, colour, scale)
            y += 8 * scale + (8 if scale > 1 else 5)
        x = 4
        canvas.bar(0, 222, WIDTH_PX, 18, GREY)
        for key, sign in _KEY_SIGNS:
            if key in self.keys:
                label = sign + " " + self.keys[key]
                canvas.text(label, x, 227, WHITE)
                x += 8 * len(label) + 14
