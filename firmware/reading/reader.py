"""The door of reading: camera frames in, a lattice of characters out."""

import gc

from . import extent, lattice, strip, votes
from .beam import Beam
from .likelihoods import Likelihoods
from .line import BOX_HEIGHT_PX, LineFinder
from .network import Network
from .twins import told_by_neighbours
from .weights import Weights

FRAME_WIDTH_PX = 320
FRAME_HEIGHT_PX = 240
# Further cuts of a frame that is not read surely: letters of another width, with more or less metal about them (percent
# of their width; of the line's height, at top and bottom). Chosen of twenty, one by one, on 691 rendered lines: 0.71
# exact, 0.67 by the nearer cut alone, 0.62 by the line as it was found.
_STRAIGHT = (100, 0)
_FURTHER = ((90, 0), (100, -8), (80, 8), (115, -6))


_BESIDE_MARGIN_PX = 24  # how far the search for further lines reaches into the box


class Reader:
    """Reads the line of characters in the aiming box; keeps its buffers from frame to frame.

    One frame: `read`. A burst: `begin`, then `add` each frame, then `lattice`.
    """

    def __init__(self, weights: "bytes | memoryview") -> None:
        file = Weights(weights)
        self.version = file.version
        self._least_percent = file.least_percent
        self._sure_percent = file.sure_percent
        self._temperature = file.temperature
        self._scale = (file.nats_per_unit, file.zero)
        self._network = Network(file)
        # Finder, strip and network work one after the other, so they share their room.
        self._finder = LineFinder(FRAME_WIDTH_PX, self._network.buffers[0])
        self._input = bytearray((strip.HEIGHT_PX + 2) * (strip.WIDEST_PX + 2))
        self._likelihoods = Likelihoods(file.nats_per_unit, strip.WIDEST_PX // 4)
        self._beam = Beam(strip.WIDEST_PX // 4)
        self._readings = []
        self._views = 0

    def read(self, frame: "bytes | bytearray", width: int, height: int) -> list:
        """The lattice of a grey frame, 320 x 240 bytes by rows; ValueError for another size.

        A frame that is not read surely is cut in other ways, up to seven, and read again.
        """
        self.begin()
        self._look(frame, width, height, _FURTHER)
        return self.lattice()

    def begin(self) -> None:
        """Begins a burst of views of one mark."""
        self._readings = []
        self._views = 0

    def add(self, frame: "bytes | bytearray", width: int, height: int) -> bool:
        """Reads one more view (320 x 240 grey, else ValueError); returns whether all views together are sure.

        Each view is cut straight and, where that is not sure, in one other way.
        """
        further = _FURTHER[self._views % len(_FURTHER)]
        self._views += 1
        self._look(frame, width, height, (further,))
        return self._is_sure(self.lattice())

    def beside(self, frame: "bytes | bytearray", width: int, height: int) -> list:
        """The lattices of the lines above and below the aiming box of a frame; only those that were found.

        Each is cut straight alone: nobody aimed at them, and what they say is offered, never taken.
        """
        found = []
        for first in (0, (height + BOX_HEIGHT_PX) // 2 - _BESIDE_MARGIN_PX):
            rows = (height - BOX_HEIGHT_PX) // 2 + _BESIDE_MARGIN_PX
            part = memoryview(frame)[first * width : (first + rows) * width]
            line = self._finder.find(part, width, rows)
            if line[2]:
                gc.collect()
                seen, _ = self._straight(part, line, rows)
                found.append(seen)
        return [told_by_neighbours(lattice) for lattice in found if lattice]

    def lattice(self) -> list:
        """The lattice that the views so far stand for (`lattice.decode`); empty where no mark is in the box."""
        return told_by_neighbours(votes.combined(self._readings))

    def _is_sure(self, found: list) -> bool:
        for position in found:
            if position[0][1] < self._sure_percent or position[0][0] == lattice.UNREAD:
                return False
        return bool(found)

    def _look(self, frame: "bytes | bytearray", width: int, height: int, further: tuple) -> None:
        """Adds what a frame reads as: cut straight, then nearer, then in the further ways until the cuts are sure.

        Where letters may be taller than the found line, what is read more surely tells which line it is.
        """
        if width != FRAME_WIDTH_PX or height != FRAME_HEIGHT_PX or len(frame) != width * height:
            raise ValueError("frame must be 320 x 240 grey")
        line = self._finder.find(frame, width, height)
        if line[2] == 0:
            return
        taller = self._finder.taller
        seen, line = self._straight(frame, line, height)
        if taller and not self._is_sure(seen):
            gc.collect()
            other, tall = self._straight(frame, taller, height)
            if votes.weight(other) > votes.weight(seen):
                seen, line = other, tall
        found = [seen]
        for cut in further:
            if self._is_sure(votes.combined(found)):
                break
            gc.collect()
            found.append(self._cut(frame, line, cut))
        self._readings.extend(found)

    def _straight(self, frame, line: tuple, height: int) -> tuple:
        """What a line reads as, cut straight and, where that is not sure, nearer to its strokes; and that line."""
        seen = self._cut(frame, line, _STRAIGHT, height)
        if self._is_sure(seen):
            return seen, line
        likelihoods = self._likelihoods
        near = extent.nearer(line, likelihoods.scores, self._network.pitch, likelihoods.marked(), self._scale)
        if near is None:
            return seen, line
        gc.collect()  # a cut leaves some 30 KB, and the heap may be no larger than 512 KB
        return self._cut(frame, near, _STRAIGHT, height) or seen, near

    def _cut(self, frame, line: tuple, cut: tuple, height: int = FRAME_HEIGHT_PX) -> list:
        """What one cut of the line reads as."""
        left, top, right, bottom, slope = line
        width_percent, more_percent = cut
        more = (bottom - top) * more_percent // 100
        line = (left, top - more, right, bottom + more, slope)
        network = self._network
        size = (FRAME_WIDTH_PX, height)
        wide = strip.cut(frame, size, line, network.buffers[1], self._input, width_percent)
        scores, steps = network.run(self._input, wide)
        self._likelihoods.take(scores, steps, network.classes, network.pitch)
        return lattice.decode(self._likelihoods, self._beam, self._least_percent, self._temperature)
