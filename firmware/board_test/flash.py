"""The flash: its partitions, that they read the same twice, and the terms of NOR on one sector that nobody uses."""

from board_test import digests
from board_test.scratch import find_scratch, try_scratch
from ports import StorageError

_TABLE = "Write the board's partition table (hardware/boards), then the firmware."
_CHIP = "Sync with a laptop now, while it can be read, then have the flash replaced."


async def test(report) -> None:
    """Read every partition twice; nothing is programmed but on the scratch sector."""
    digests.before.clear()
    for name, size_bytes in sorted(report.wanted.get("partitions", {}).items()):
        try:
            partition = report.ports.partition(name)
        except (StorageError, OSError, KeyError) as error:
            report.failed(name, str(error), "%d bytes" % size_bytes, _TABLE)
            continue
        found_bytes = partition.ioctl(4, 0) * partition.ioctl(5, 0)
        report.held(name, found_bytes == size_bytes, "%d bytes" % found_bytes, "%d" % size_bytes, _TABLE)
        try:
            first, second = digests.digest(partition), digests.digest(partition)
        except StorageError as error:
            report.failed(name + " reads", str(error), "every byte", _CHIP)
            continue
        digests.before[name] = first
        same = "twice the same" if first == second else "not the same twice"
        report.held(name + " reads", first == second, same, "twice the same", _CHIP)
    scratch = find_scratch(report.ports, report.wanted.get("erase_scratch", False))
    if scratch is None:
        report.absent("scratch", "no sector is erased and unused: --erase-scratch takes one and puts it back")
        return
    try_scratch(report, scratch)
