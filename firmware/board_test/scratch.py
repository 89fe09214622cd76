"""The one sector on which the flash is tried: an erased one of the ring, where nothing lies that anybody uses.

The ring erases a sector before it uses it, and whatever the test leaves there after a power cut is no record: it has
neither a sector's head nor a record's.
"""

from ports import StorageError
from sectors import UNIT_BYTES, Sectors

_RING = "records"
_SPARE = "firmware_b"  # its last sector lies behind every image that is not as large as the slot
_ADVICE = "Sync with a laptop now, then have the flash replaced: what it is told to keep, it does not keep."


class Scratch:
    """A sector to be tried, and what lay in it, None where it was erased."""

    def __init__(self, name: str, flash: Sectors, sector: int, kept: "bytes | None") -> None:
        self.name = name
        self.flash = flash
        self.sector = sector
        self.kept = kept


def find_scratch(ports, may_erase: bool) -> "Scratch | None":
    """Return an erased sector of the ring; with `may_erase`, where there is none, one that is put back afterwards."""
    flash = Sectors(ports.partition(_RING))
    for sector in range(flash.count - 1, -1, -1):
        if flash.is_erased(sector, 0, flash.sector_bytes):
            return Scratch(_RING, flash, sector, None)
    if not may_erase:
        return None
    flash = Sectors(ports.partition(_SPARE))
    sector = flash.count - 1
    return Scratch(_SPARE, flash, sector, flash.read(sector, 0, flash.sector_bytes))


def try_scratch(report, scratch: Scratch) -> None:
    """Program, program over, and erase the sector; it is left as it was found."""
    flash, sector, size = scratch.flash, scratch.sector, scratch.flash.sector_bytes
    where = "sector %d of %s" % (sector, scratch.name)
    try:
        if scratch.kept is not None:
            flash.erase(sector)
        written = bytearray(size)
        for at in range(0, size, UNIT_BYTES):
            unit = bytes([(at // UNIT_BYTES * 7 + place * 29 + 1) & 0xFF for place in range(UNIT_BYTES)])
            flash.program(sector, at, unit)
            written[at : at + UNIT_BYTES] = unit
        _compare(report, "programs", flash, sector, written, where)
        flash.program(sector, UNIT_BYTES, bytes(UNIT_BYTES))  # so an old key is destroyed
        written[UNIT_BYTES : 2 * UNIT_BYTES] = bytes(UNIT_BYTES)
        _compare(report, "programs zeros over", flash, sector, written, where)
    except StorageError as error:
        report.failed("programs", str(error), where, _ADVICE)
    try:
        flash.erase(sector)
        _compare(report, "erases", flash, sector, b"\xff" * size, where)
        if scratch.kept is not None:
            for at in range(0, size, UNIT_BYTES):
                flash.program(sector, at, scratch.kept[at : at + UNIT_BYTES])
            _compare(report, "put back", flash, sector, scratch.kept, where)
    except StorageError as error:
        report.failed("erases", str(error), where, _ADVICE)


def _compare(report, name: str, flash: Sectors, sector: int, wanted, where: str) -> None:
    found = flash.read(sector, 0, flash.sector_bytes)
    differing = sum([one != other for one, other in zip(found, wanted)])
    report.held(name, not differing, "%d bytes differ" % differing, "none, in " + where, _ADVICE)
