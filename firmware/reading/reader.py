"""The door of reading: camera frames in, a lattice of characters out."""

from . import lattice, strip, votes
from .beam import Beam
from .likelihoods import Likelihoods
from .line import LineFinder
from .network import Network
from .weights import Weights

FRAME_WIDTH_PX = 320
FRAME_HEIGHT_PX = 240
# A second cut of the same frame shows the letters smaller by this much of the line's height at top and bottom.
_LOOSER_PERCENT = 12


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
        self._network = Network(file)
        # Finder, strip and network work one after the other, so they share their room.
        self._finder = LineFinder(FRAME_WIDTH_PX, self._network.buffers[0])
        self._input = bytearray((strip.HEIGHT_PX + 2) * (strip.WIDEST_PX + 2))
        self._likelihoods = Likelihoods(file.nats_per_unit, strip.WIDEST_PX // 4)
        self._beam = Beam(strip.WIDEST_PX // 4)
        self._readings = []

    def read(self, frame: "bytes | bytearray", width: int, height: int) -> list:
        """The lattice of a grey frame, 320 x 240 bytes by rows; ValueError for another size.

        A frame that is not read surely is looked at a second time, cut more loosely.
        """
        self.begin()
        self.add(frame, width, height)
        return self.lattice()

    def begin(self) -> None:
        """Begins a burst of views of one mark."""
        self._readings = []

    def add(self, frame: "bytes | bytearray", width: int, height: int) -> bool:
        """Reads one more view (320 x 240 grey, else ValueError); returns whether all views together are sure."""
        if width != FRAME_WIDTH_PX or height != FRAME_HEIGHT_PX or len(frame) != width * height:
            raise ValueError("frame must be 320 x 240 grey")
        line = self._finder.find(frame, width, height)
        if line[2] == 0:
            return False
        found = self._look(frame, line)
        if not self._is_sure(found):
            found = votes.combined([found, self._look(frame, _looser(line))])
        self._readings.append(found)
        return self._is_sure(self.lattice())

    def lattice(self) -> list:
        """The lattice that the views so far stand for (`lattice.decode`); empty where no mark is in the box."""
        return votes.combined(self._readings)

    def _is_sure(self, found: list) -> bool:
        for position in found:
            if position[0][1] < self._sure_percent or position[0][0] == lattice.UNREAD:
                return False
        return bool(found)

    def _look(self, frame: "bytes | bytearray", line: tuple) -> list:
        network = self._network
        wide = strip.cut(frame, FRAME_WIDTH_PX, FRAME_HEIGHT_PX, line, network.buffers[1], self._input)
        scores, steps = network.run(self._input, wide)
        self._likelihoods.take(scores, steps, network.classes)
        return lattice.decode(self._likelihoods, self._beam, self._least_percent, self._temperature)


def _looser(line: tuple) -> tuple:
    """The line with more metal above and below."""
    left, top, right, bottom, slope = line
    more = (bottom - top) * _LOOSER_PERCENT // 100
    return (left, top - more, right, bottom + more, slope)
