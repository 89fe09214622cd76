"""Random numbers: what a source that is stuck, or that leans to one side, would show.

These find a broken source, not a weak one: NIST SP 800-90B, 4.4.1 (repetition count), and SP 800-22, 2.1 (monobit).
"""

_DRAWN_BYTES = 4096
_ID_BYTES = 16
_MOST_IN_A_ROW = 5  # one byte six times: for a good source once in 10^11 runs
_MOST_ASIDE_BITS = 500  # of 32 768: more than five and a half standard deviations, once in 10^7 runs
_ADVICE = "Do not use this board: its keys could be guessed. Have its random source repaired."


async def test(report) -> None:
    """Draw, and look for what must not be."""
    random = report.ports.random
    drawn = random(_DRAWN_BYTES)
    report.held("length", len(drawn) == _DRAWN_BYTES, "%d bytes" % len(drawn), "%d" % _DRAWN_BYTES, _ADVICE)
    row = _longest_row(drawn)
    report.held("repetitions", row <= _MOST_IN_A_ROW, "%d in a row" % row, "%d or less" % _MOST_IN_A_ROW, _ADVICE)
    aside = abs(sum([_ones(byte) for byte in drawn]) - len(drawn) * 4)
    shown = "%d bits from half" % aside
    report.held("balance", aside <= _MOST_ASIDE_BITS, shown, "%d or less" % _MOST_ASIDE_BITS, _ADVICE)
    ids = [random(_ID_BYTES) for _ in range(8)]
    differing = len(set(ids))
    report.held("fresh", differing == len(ids), "%d of %d ids differ" % (differing, len(ids)), "all of them", _ADVICE)


def _longest_row(drawn: bytes) -> int:
    longest, row, before = 0, 0, -1
    for byte in drawn:
        row = row + 1 if byte == before else 1
        before = byte
        longest = max(longest, row)
    return longest


def _ones(byte: int) -> int:
    count = 0
    while byte:
        byte &= byte - 1
        count += 1
    return count
