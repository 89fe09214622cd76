"""How far a sync is."""

from collections.abc import Callable
from typing import NamedTuple


class Progress(NamedTuple):
    """What is being carried, how much of it, out of how much, and which one of how many it is."""

    device_id: str
    what: str
    done: int
    total: int
    place: int = 1
    places: int = 1


Report = Callable[[Progress], None]
