"""A fixed piece of work, so that times of different machines can be compared as ratios."""

import hashlib
import time


def calibration_us() -> int:
    """Return the best of five times for hashing 64 KiB by SHA-256, in microseconds."""
    block = bytes(4096)
    return best_of_five_us(lambda: [hashlib.sha256(block).digest() for _ in range(16)])


def best_of_five_us(work) -> int:
    """Return the least of five times that `work()` takes, in microseconds."""
    best = -1
    for _ in range(5):
        start = time.ticks_us()
        work()
        took = time.ticks_diff(time.ticks_us(), start)
        best = took if best < 0 else min(best, took)
    return best
