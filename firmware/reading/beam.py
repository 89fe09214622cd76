"""Prefix beam search: the likeliest row of characters over all ways in which the steps can spell it.

After Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional
Recurrent DNNs" (2014), without a language model. Likelihoods are whole numbers, parts of CERTAIN, and
prefixes are nodes of one tree in arrays that were taken once: a search leaves next to no garbage.
"""

from array import array

from .likelihoods import BLANK, CERTAIN, MOST_CANDIDATES, Likelihoods

WIDTH = 6  # prefixes kept after each step
_LEAST = CERTAIN >> 11  # what is less likely than this is not followed
_NEW = 0xFFFF


def _zeros(count: int) -> array:
    return array("H", bytes(2 * count))


class Beam:
    """Searches lines of up to `most_steps` steps (at most 255), one after the other."""

    def __init__(self, most_steps: int) -> None:
        nodes = 1 + WIDTH * most_steps
        self._parent = _zeros(nodes)
        self._class = bytearray(nodes)
        self._peak = bytearray(nodes)  # the step where the node's class stood out most
        self._height = _zeros(nodes)  # and how likely it was there
        self._nodes = 0
        # The prefixes kept: their nodes, likelihoods of ending in the blank and in the last class.
        self._kept, self._blank, self._last = _zeros(WIDTH), _zeros(WIDTH), _zeros(WIDTH)
        # What may be kept after the step in hand, the prefixes themselves first.
        most = WIDTH * (1 + MOST_CANDIDATES)
        self._node, self._under, self._adds = _zeros(most), _zeros(most), bytearray(most)
        self._to_blank, self._to_last, self._share = _zeros(most), _zeros(most), _zeros(most)

    def search(self, likelihoods: Likelihoods) -> "tuple[bytes, bytes]":
        """Returns the classes of the likeliest row and the steps where each stands out most."""
        kept = 1
        self._nodes = 1
        self._kept[0], self._blank[0], self._last[0] = 0, CERTAIN, 0
        for step in range(likelihoods.steps):
            count = likelihoods.consider(step)
            if count:
                kept = self._choose(self._extend(step, kept, count, likelihoods), step)
                continue
            for place in range(kept):  # nothing but the blank: no prefix gains on another
                self._blank[place] += self._last[place]
                self._last[place] = 0
        return self._row(self._kept[0])

    def _extend(self, step: int, kept: int, count: int, likelihoods: Likelihoods) -> int:
        """Fills in what may be kept after a step; returns how many."""
        blank = likelihoods.share(step, BLANK)
        for place in range(kept):
            node = self._kept[place]
            again = likelihoods.share(step, self._class[node]) if node else 0
            # Only within its own run: behind a blank the same class is another character.
            if again > self._height[node] and self._last[place] >= self._blank[place]:
                self._height[node] = again
                self._peak[node] = step
            self._node[place] = node
            self._to_blank[place] = (self._blank[place] + self._last[place]) * blank // CERTAIN
            self._to_last[place] = self._last[place] * again // CERTAIN
        total = kept
        for number in range(count):
            added = likelihoods.found[number]
            share = likelihoods.share(step, added)
            for place in range(kept):
                node = self._kept[place]
                # The same class again is another character only after a blank.
                ways = self._blank[place] + (0 if node and self._class[node] == added else self._last[place])
                ways = ways * share // CERTAIN
                if ways < _LEAST:
                    continue
                child = self._child(node, added, kept)
                if child >= 0:
                    self._to_last[child] = min(CERTAIN, self._to_last[child] + ways)
                    continue
                self._node[total], self._under[total], self._adds[total] = _NEW, node, added
                self._to_blank[total], self._to_last[total], self._share[total] = 0, ways, share
                total += 1
        return total

    def _child(self, node: int, added: int, kept: int) -> int:
        """The place of the kept prefix that is `node` with one class more; -1 where none is."""
        for place in range(kept):
            own = self._kept[place]
            if own and self._parent[own] == node and self._class[own] == added:
                return place
        return -1

    def _choose(self, total: int, step: int) -> int:
        """Keeps the likeliest, relative to the best, so that long lines do not run out of digits."""
        kept = 0
        best = CERTAIN
        while kept < WIDTH:
            most, winner = 0, -1
            for place in range(total):
                likelihood = self._to_blank[place] + self._to_last[place]
                if likelihood > most:
                    most, winner = likelihood, place
            if winner < 0:
                return kept
            if kept == 0:
                best = most
            node = self._node[winner]
            if node == _NEW:
                node = self._nodes
                self._nodes += 1
                self._parent[node], self._class[node] = self._under[winner], self._adds[winner]
                self._peak[node], self._height[node] = step, self._share[winner]
            self._kept[kept] = node
            self._blank[kept] = self._to_blank[winner] * CERTAIN // best
            self._last[kept] = self._to_last[winner] * CERTAIN // best
            self._to_blank[winner] = self._to_last[winner] = 0
            kept += 1
        return kept

    def _row(self, node: int) -> "tuple[bytes, bytes]":
        length = 0
        at = node
        while at:
            length += 1
            at = self._parent[at]
        classes, peaks = bytearray(length), bytearray(length)
        while node:
            length -= 1
            classes[length], peaks[length] = self._class[node], self._peak[node]
            node = self._parent[node]
        return bytes(classes), bytes(peaks)
