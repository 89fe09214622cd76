"""How well readings match their labels: exact lines, characters, silent errors, calibration, the record found."""

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from viewmark.reading.ranking import Lattice, fit
from viewmark_protocol.serials import UNREAD

RUN = 20_000  # consecutive serials among which the true one is looked for
_FIRST = 5
_BINS = 10


class Read(NamedTuple):
    """What stands on a picture, and what the device read there."""

    text: str
    lattice: Lattice
    is_serial: bool = False

    @property
    def percent(self) -> int:
        """The least confidence of any character; 0 where nothing was read or one is unread."""
        if not self.lattice or any(position[0][0] == UNREAD for position in self.lattice):
            return 0
        return min(position[0][1] for position in self.lattice)

    @property
    def is_exact(self) -> bool:
        """Whether it was read rightly, by letters and digits."""
        return plain("".join(position[0][0] for position in self.lattice)) == plain(self.text)


def plain(text: str) -> str:
    """Return the letters and digits of a text, case folded: what exactness is judged by."""
    return "".join(character for character in text.upper() if character.isascii() and character.isalnum())


def exact_share(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the share of (read, text) that are equal by letters and digits."""
    return sum(plain(read) == plain(text) for read, text in pairs) / len(pairs)


def character_error(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the edits that (read, text) are apart, by the characters of the texts."""
    edits = sum(Levenshtein.distance(plain(read), plain(text)) for read, text in pairs)
    return edits / max(1, sum(len(plain(text)) for _, text in pairs))


def coverage(reads: Sequence[Read]) -> list[dict[str, Any]]:
    """Return, for several confidences, the share of lines that reach it and how many of those are wrong."""
    told = []
    for percent in (50, 60, 70, 80, 90, 95, 98):
        kept = [read for read in reads if read.percent >= percent]
        wrong = sum(not read.is_exact for read in kept)
        told.append(
            {"percent": percent, "covered": round(len(kept) / len(reads), 4), "lines": len(kept), "wrong": wrong}
        )
    return told


def silent_errors(reads: Sequence[Read], sure_percent: int) -> int:
    """Return how many lines are wrong although every character is called sure."""
    return sum(read.percent >= sure_percent and not read.is_exact for read in reads)


def calibration_error(reads: Sequence[Read]) -> float:
    """Return the expected calibration error over characters, ten bins (Guo et al. 2017).

    A reading's characters are matched with the text's by the fewest edits.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for read in reads:
        places = [place for place, position in enumerate(read.lattice) if plain(position[0][0])]
        got, wanted = plain("".join(read.lattice[place][0][0] for place in places)), plain(read.text)
        wrong = set[int]()
        for edit in Levenshtein.editops(got, wanted):
            if edit.tag in ("replace", "delete"):
                wrong.add(edit.src_pos)
        for number, place in enumerate(places):
            share = read.lattice[place][0][1] / 100
            bins[min(_BINS - 1, int(share * _BINS))].append((share, number not in wrong))
    total = sum(len(one) for one in bins)
    off = sum(abs(sum(share for share, _ in one) - sum(right for _, right in one)) for one in bins)
    return off / max(1, total)


def found_among_consecutive(read: Read) -> bool:
    """Whether the true serial is among the first five that fit the reading in a run of consecutive ones.

    Serials that fit as well count before the true one.
    """
    serials = consecutive(plain(read.text), RUN)
    costs = fit(read.lattice, serials)
    own = costs[serials.index(plain(read.text))]
    return bool(read.lattice) and int((costs <= own + 1e-9).sum()) <= _FIRST


def consecutive(serial: str, count: int) -> list[str]:
    """Return a run of serials as a factory counts them, `serial` somewhere within; trailing letters stay.

    Digits count in tens and letters in alphabets, from the right.
    """
    body = serial.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or serial
    tail = serial[len(body) :]
    bases = [10 if character.isdigit() else 26 for character in body]
    own = 0
    for base, character in zip(bases, body, strict=True):
        own = own * base + (int(character) if base == 10 else ord(character) - ord("A"))
    most = 1
    for base in bases:
        most *= base
    count = min(count, most)
    start = own - random.Random(serial).randrange(count)
    start = max(0, min(start, most - count))
    return [_counted(number, bases) + tail for number in range(start, start + count)]


def _counted(number: int, bases: list[int]) -> str:
    text = ""
    for base in reversed(bases):
        number, digit = divmod(number, base)
        text = (str(digit) if base == 10 else chr(ord("A") + digit)) + text
    return text
