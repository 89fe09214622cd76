"""After everything else: each partition holds, byte for byte, what it held before the test."""

from board_test import digests

_ADVICE = "Sync with a laptop now, then have the flash replaced: it changes what nobody writes."


async def test(report) -> None:
    """Read every partition once more."""
    if not digests.before:
        report.absent("flash", "no partition could be read before the test")
    for name in sorted(digests.before):
        is_same = digests.digest(report.ports.partition(name)) == digests.before[name]
        report.held(name, is_same, "the same" if is_same else "other bytes", "the same bytes", _ADVICE)
