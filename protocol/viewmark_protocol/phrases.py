"""Finds the phrases of a table within a line as it was read: whole words, and look-alikes where nothing else fits.

A table is a text, searched as it lies: each line `value|KEY|KEY|`, the keys as `serials.exact` writes them. As tuples
tables would cost the handheld tens of kilobytes of its memory.
"""

from .serials import exact, skeleton

_SHORT = 4  # keys below this stand as words of their own only; longer ones may run into what follows a line's start


class Line:
    """A line as read, with its key and where each character of the key stands in it."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        key = ""
        places: "list[int]" = []
        for place, character in enumerate(raw):
            found = exact(character)
            key += found
            for _ in found:
                places.append(place)
        self.key = key
        self.skeleton = skeleton(key)
        self._places = places

    def part(self, start: int, end: int) -> str:
        """Return what stands in the line for characters `start` to `end` of the key, exactly as read."""
        return self.raw[self._places[start] : self._places[end - 1] + 1]

    def begins_word(self, start: int) -> bool:
        """Return whether the line starts before a character of the key, or something that is no letter or digit."""
        return start == 0 or self._places[start] - self._places[start - 1] > 1

    def ends_word(self, end: int) -> bool:
        """Return whether a word ends before a character of the key."""
        return end >= len(self.key) or self.begins_word(end)


class Phrase:
    """A phrase that was found: where it ends in the key, its value, and whether look-alikes were taken for it."""

    def __init__(self, end: int, value: str, is_misread: bool) -> None:
        self.end = end
        self.value = value
        self.is_misread = is_misread


def find(table: str, line: Line, start: int) -> "Phrase | None":
    """Return the longest phrase of the table that begins at a character of the line's key."""
    return _find(table, line, start, False) or _find(table, line, start, True)


def _find(table: str, line: Line, start: int, is_misread: bool) -> "Phrase | None":
    own = line.skeleton if is_misread else line.key
    best = None
    for row in table.strip().split("\n"):
        forms = row.split("|")
        for form in forms[1:]:
            end = start + len(form)
            if not form or (best is not None and end <= best.end):
                continue
            if is_misread and (len(form) < _SHORT or skeleton(form[0]) != own[start]):
                continue  # two or three folded characters are in every serial
            if own[start:end] != (skeleton(form) if is_misread else form):
                continue
            if line.ends_word(end) or (start == 0 and len(form) >= _SHORT):
                best = Phrase(end, forms[0], is_misread)
    return best


def value_of_line(table: str, place: int) -> "str | None":
    """Return the value of a table's line by its place, None behind the last; lines without a value do not count."""
    start = 1
    while start < len(table):
        end = table.find("\n", start)
        value = table[start : table.find("|", start)]
        if value:
            if place == 0:
                return value
            place -= 1
        start = end + 1
    return None
