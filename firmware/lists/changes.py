"""Day's changes on the list in use: two overlays in turn, the newer one counts; a delta is merged into the other."""

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.overlay import HEADER_BYTES, Overlay

_PIECE_BYTES = 512


class Changes:
    """`present` is the overlay in use on a base, None without one."""

    def __init__(self, stretches) -> None:
        self._stretches = stretches
        self._place = 1
        self.present = None

    def open(self, base) -> None:
        """Take up the newest overlay of a base list (its header)."""
        for place, stretch in enumerate(self._stretches):
            try:
                one = Overlay(stretch.read, base)
            except ListError:
                continue
            if self.present is None or one.header.version > self.present.header.version:
                self.present = one
                self._place = place

    def put_aside(self) -> None:
        """Forget the overlay in use: it is damaged."""
        self._stretches[self._place].erase()
        self.present = None

    def merging(self, base, slot):
        """Yield between small steps while the delta in a slot becomes the next overlay; it counts once all is written.

        ListError where it does not follow, or does not fit.
        """
        from viewmark_protocol.lists.delta import Delta  # once a day: the code need not lie in memory before
        from viewmark_protocol.lists.merging import Merging

        header = slot.header
        merging = Merging(base, self.present, Delta(slot.read, header))
        place = 1 - self._place
        stretch = self._stretches[place]
        stretch.erase()
        waiting = bytearray()
        at = HEADER_BYTES
        for piece in merging.pieces():
            waiting.extend(piece)
            if len(waiting) >= _PIECE_BYTES:
                at = _written(stretch, at, waiting)
                waiting = bytearray()
                yield
        _written(stretch, at, waiting)
        stretch.program(0, merging.header())
        self.present = Overlay(stretch.read, base)
        self._place = place


def _written(stretch, at: int, content: bytearray) -> int:
    if at + len(content) > stretch.bytes:
        raise ListError("The changes since the last whole list do not fit. Sync with the laptop to get a whole one.")
    stretch.write(at, content)
    return at + len(content)
