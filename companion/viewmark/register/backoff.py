"""How long to wait before the next attempt: doubling, capped, and spread so that laptops do not come at once."""

from collections.abc import Callable


def backoff_s(attempts: int, first_s: float, most_s: float, random: Callable[[], float]) -> float:
    """Return the seconds to wait after `attempts` (from 1) failures: half to all of the doubled time, capped."""
    doubled = first_s * 2 ** min(attempts - 1, 30)
    return min(doubled, most_s) * (0.5 + random() / 2)
