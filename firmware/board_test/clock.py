"""The clock: it runs, as fast as the board's own ticks, can be set, and is put back to where it was."""

import asyncio

_RUN_S = 2
_SECOND_MS = 1500  # until the next second begins, at most
_STEP_S = 2  # by which it is set ahead: a power cut in between leaves it that wrong
_POLL_MS = 5
_TRUSTS = ("unset", "battery", "laptop")
_LEAST_S, _MOST_S = 1_767_225_600, 4_102_444_800  # 2026 to 2100
_CELL = "Check the clock's cell and the bus (hardware/wiring.yml); then sync with a laptop, which sets it."


async def test(report) -> None:
    """Watch it for some seconds, then set it ahead and back."""
    clock = report.ports.clock
    trust, now_s = clock.trust(), clock.now_s()
    report.held("trust", trust in _TRUSTS, str(trust), "unset, battery or laptop", "Correct the clock's driver.")
    begun_ms = clock.ticks_ms()
    await asyncio.sleep_ms(200)
    took_ms = clock.ticks_ms() - begun_ms
    report.held(
        *("ticks", 150 <= took_ms <= 2000, "%d ms" % took_ms, "150 to 2000 ms for a pause of 200"),
        "The board's own counter is wrong: correct `ticks_ms` of its clock's driver.",
    )
    if trust == "unset":
        report.absent("running", "it was never set: sync with a laptop, then run this again")
        return
    is_right = _LEAST_S <= now_s <= _MOST_S
    report.held("time", is_right, "%d s since 1970" % now_s, "from 2026 to 2100", _CELL)
    if not await _second_begins(clock):
        report.failed("running", "it stands still", "a second for each second", _CELL)
        return
    start_s, start_ms = clock.now_s(), clock.ticks_ms()
    await asyncio.sleep_ms(_RUN_S * 1000)
    ran_s, ran_ms = clock.now_s() - start_s, clock.ticks_ms() - start_ms
    shown = "%d s in %d ms" % (ran_s, ran_ms)
    runs = abs(ran_s * 1000 - ran_ms) <= 1000
    report.held("running", runs, shown, "within a second", _CELL)
    if is_right and runs:  # else nobody knows to where it is to be put back
        await _set_and_put_back(report, clock, start_s, start_ms)


async def _set_and_put_back(report, clock, start_s: int, start_ms: int) -> None:
    """Set it ahead and back, both as a second begins, so that no part of one is lost."""
    advice = "It does not take a time: check the bus against hardware/wiring.yml, then replace the clock."
    await _second_begins(clock)
    due_s = start_s + _since_s(clock, start_ms) + _STEP_S
    try:
        clock.set(due_s)
        found_s = clock.now_s()
    finally:
        await _second_begins(clock)
        clock.set(start_s + _since_s(clock, start_ms))
    report.held("setting", 0 <= found_s - due_s <= 1, "%+d s" % (found_s - due_s), "0 or 1 s", advice)
    behind_s = clock.now_s() - start_s - _since_s(clock, start_ms)
    report.held(
        *("put back", abs(behind_s) <= 1, "%+d s" % behind_s, "within a second"),
        "The clock is wrong now. Sync with a laptop, which sets it, before a check is made.",
    )


def _since_s(clock, start_ms: int) -> int:
    """Return the whole seconds since a second began."""
    return (clock.ticks_ms() - start_ms + 500) // 1000


async def _second_begins(clock) -> bool:
    """Wait until the next second begins; return whether one did."""
    before_s, begun_ms = clock.now_s(), clock.ticks_ms()
    while clock.ticks_ms() - begun_ms < _SECOND_MS:
        if clock.now_s() != before_s:
            return True
        await asyncio.sleep_ms(_POLL_MS)
    return False
