"""How much recorded serials differ from the one asked for, by what a hand or an eye does to a mark.

The costs are of a channel: what happens more often costs less. They were set on generated records, and rank
candidates; whether something is a hit or near is not decided by them.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from viewmark_protocol.serials import without_embedded_letters

from ...quickly import quick_skeleton

CONFUSED = 0.2  # one character for another that looks like it
SWAPPED, MISSING, EXTRA, OTHER = 0.6, 0.75, 0.85, 1.0
LETTERS = 0.5  # letters between digits left out, or put in
ALTERNATIVE = 0.3  # another reading of the mark
COMPONENT = 0.5  # the mark of another component than the frame
MAKER_DIFFERS, MODEL_DIFFERS, CALIBRE_DIFFERS = 1.2, 0.35, 0.35


class AskedSerial:
    """The exact key that is asked for, and other readings of the same mark."""

    def __init__(self, key: str, others: frozenset[str] = frozenset()) -> None:
        self._key = key
        self._others = others
        self._skeleton = quick_skeleton(key)
        self._letterless = quick_skeleton(without_embedded_letters(key) or key)
        self._last = self._letterless[-1:]

    def matches(self, recorded: Sequence[str]) -> Iterator[tuple[int, str, float]]:
        """Yield place, what matches, and its cost, of each exact key with at most one slip and any confusions.

        Most of some hundred keys are unlike: these are sorted out all at once.
        """
        if not recorded:
            return
        skeletons = [quick_skeleton(one) for one in recorded]
        slips = process.cdist([self._skeleton], skeletons, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)[0]
        like = np.flatnonzero(slips <= 1).tolist()
        for place in like:
            word, cost = self._difference(recorded[place], skeletons[place], int(slips[place]))
            if cost > ALTERNATIVE and recorded[place] in self._others:
                word, cost = "alternative", ALTERNATIVE
            yield place, word, cost
        like_places = set(like)
        for place, one in enumerate(recorded):
            if place in like_places:
                continue
            if one in self._others:
                yield place, "alternative", ALTERNATIVE
            elif skeletons[place][-1:] == self._last and self._differs_by_letters(one, skeletons[place]):
                yield place, "letters", LETTERS

    def _difference(self, recorded: str, skeleton: str, slips: int) -> tuple[str, float]:
        if recorded == self._key:
            return "exact", 0.0
        confusions = CONFUSED * max(0, OSA.distance(self._key, recorded) - slips)
        word, cost = self._slip(skeleton) if slips else ("skeleton", 0.0)
        return word, cost + confusions

    def _slip(self, recorded: str) -> tuple[str, float]:
        if len(recorded) > len(self._skeleton):
            return "one-edit", MISSING
        if len(recorded) < len(self._skeleton):
            return "one-edit", EXTRA
        if Levenshtein.distance(self._skeleton, recorded) == 2:
            return "one-edit", SWAPPED
        return "other-character", OTHER

    def _differs_by_letters(self, recorded: str, skeleton: str) -> bool:
        """Return whether both are one serial where letters between digits count for nothing (NCIC; TIME manual)."""
        if skeleton[:1] != self._letterless[:1] or len(recorded) == len(self._key):
            return False  # what lies outside of the digits is never left out
        return quick_skeleton(without_embedded_letters(recorded) or recorded) == self._letterless
