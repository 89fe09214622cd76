"""The battery's gauge: percentages that can be, and that stay where they are."""

import asyncio

_TIMES = 10
_PAUSE_MS = 20
_MOST_APART = 2  # within a fifth of a second


async def test(report) -> None:
    """Ask it ten times."""
    found = []
    for _ in range(_TIMES):
        found.append(report.ports.battery.percent())
        await asyncio.sleep_ms(_PAUSE_MS)
    least, most = min(found), max(found)
    shown = "%d %%" % least if least == most else "%d to %d %%" % (least, most)
    if least == 0:
        advice = (
            "The gauge does not answer, or the cell is empty: charge it, then compare its wires (hardware/wiring.yml)."
        )
    else:
        advice = "The gauge says what cannot be: check the bus against hardware/wiring.yml, then replace the gauge."
    is_possible = all(isinstance(one, int) for one in found) and least >= 1 and most <= 100
    report.held("charge", is_possible, shown, "1 to 100 %", advice)
    report.held(
        *("steady", most - least <= _MOST_APART, "%d points apart" % (most - least), "%d or less" % _MOST_APART),
        "Check the cell's contacts and the bus; a gauge that jumps has to be replaced.",
    )
