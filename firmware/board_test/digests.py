"""SHA-256 of each partition, read whole: what was there before the test, and what is there after it."""

import hashlib

from sectors import Sectors

before = {}  # by the partition's name


def digest(partition) -> bytes:
    """Return the SHA-256 of a partition; StorageError where it cannot be read."""
    flash = Sectors(partition)
    hasher = hashlib.sha256()
    for sector in range(flash.count):
        hasher.update(flash.read(sector, 0, flash.sector_bytes))
    return hasher.digest()
