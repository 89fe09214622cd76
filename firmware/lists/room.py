"""How the list's partition is divided: two slots over one room for rows, two overlays, and a day's changes."""

from sectors import Sectors

from .slot import MOST_HEAD_BYTES, Slot
from .stretch import Stretch


class Room:
    """`slots` (two), `overlays` (two stretches) and `delta` (a slot) of a partition."""

    def __init__(self, partition) -> None:
        sectors = Sectors(partition)
        head = (MOST_HEAD_BYTES + sectors.sector_bytes - 1) // sectors.sector_bytes
        # Of 12 MiB: directories of 128 KiB, overlays and changes of 512 KiB (60 days of 1 000), rows of 10.2 MiB.
        directory = max(1, sectors.count // 96)
        changes = max(2, sectors.count // 24)
        self._at = 0

        def next_stretch(count: int) -> Stretch:
            stretch = Stretch(sectors, self._at, count)
            self._at += count
            return stretch

        heads = [(next_stretch(1), next_stretch(head)) for _ in range(3)]
        directories = [next_stretch(directory), next_stretch(directory)]
        self.overlays = [next_stretch(changes), next_stretch(changes)]
        changes_room = next_stretch(changes)
        rows = next_stretch(sectors.count - self._at)
        self.slots = [Slot(heads[one][0], heads[one][1], directories[one], rows) for one in (0, 1)]
        self.delta = Slot(heads[2][0], heads[2][1], Stretch(sectors, 0, 0), changes_room)
