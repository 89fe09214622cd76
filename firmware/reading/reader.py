"""The door of reading: a camera frame in, a lattice of characters out."""

from . import lattice, strip
from .line import LineFinder
from .network import Network
from .weights import Weights

FRAME_WIDTH_PX = 320
FRAME_HEIGHT_PX = 240


class Reader:
    """Reads the line of characters in the aiming box; keeps its buffers from frame to frame."""

    def __init__(self, weights: "bytes | memoryview") -> None:
        file = Weights(weights)
        self.version = file.version
        self._table = lattice.likelihoods(file.nats_per_unit)
        self._least_percent = file.least_percent
        self._network = Network(file)
        # Finder, strip and network work one after the other, so they share their room.
        self._finder = LineFinder(FRAME_WIDTH_PX, self._network.buffers[0])
        self._input = bytearray((strip.HEIGHT_PX + 2) * (strip.WIDEST_PX + 2))

    def read(self, frame: "bytes | bytearray", width: int, height: int) -> list:
        """The lattice of a grey frame, 320 x 240 bytes by rows; ValueError for another size.

        A lattice is a list of positions, each up to three (character, percent), likeliest first;
        `?` comes first where the character cannot be told. Empty where no mark is in the box.
        """
        if width != FRAME_WIDTH_PX or height != FRAME_HEIGHT_PX or len(frame) != width * height:
            raise ValueError("frame must be 320 x 240 grey")
        line = self._finder.find(frame, width, height)
        if line[2] == 0:
            return []
        network = self._network
        wide = strip.cut(frame, width, height, line, network.buffers[1], self._input)
        scores, steps = network.run(self._input, wide)
        return lattice.decode(scores, steps, network.classes, self._table, self._least_percent)
