"""How often one key may ask: a bucket that fills steadily (RFC 2697 calls it a token bucket)."""

import math
import threading
from collections.abc import Callable

from .problems import Problem

_BURST_S = 20  # of steady asking may come at once: an outbox that was away


class Rates:
    """Counts questions by key; `now_s` is a clock that never goes back."""

    def __init__(self, a_minute: int, now_s: Callable[[], float]) -> None:
        self._a_second = a_minute / 60
        self._most = max(1.0, self._a_second * _BURST_S)
        self._now_s = now_s
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key_id: str, questions: int = 1) -> None:
        """Count questions of a key; a Problem 429 that says when to ask again where they are too many."""
        with self._lock:
            now_s = self._now_s()
            left, then_s = self._buckets.get(key_id, (self._most, now_s))
            left = min(self._most, left + (now_s - then_s) * self._a_second)
            # Who asks for more at once than fits waits until the bucket is full, and is let through then.
            needed = min(float(questions), self._most)
            if left >= needed:
                self._buckets[key_id] = (left - questions, now_s)
                return
            self._buckets[key_id] = (left, now_s)
        wait_s = math.ceil((needed - left) / self._a_second)
        detail = f"This key asks too often. Ask again in {wait_s} s; what was sent was not looked at."
        raise Problem(429, "too-often", detail, {"Retry-After": str(wait_s)})
