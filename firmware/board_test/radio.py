"""The radio: it goes on, on the air, off the air, and off. Who hears it, and from how far, is not tested here."""

import asyncio

_INTERVAL_US = 100_000
_AIR_MS = 300
_ADVERTISED = b"\x02\x01\x06\x0b\x09board-test"  # flags, and a name that no laptop looks for
_ADVICE = "The chip's radio does not do this: write its MicroPython anew, then replace the module."


async def test(report) -> None:
    """Switch it on, be on the air for a moment, and switch it off."""
    radio = report.ports.bluetooth
    if radio is None:
        report.absent("on", "this board has no radio")
        return
    for name, step in (
        ("on", lambda: radio.active(True)),
        ("on the air", lambda: radio.gap_advertise(_INTERVAL_US, adv_data=_ADVERTISED)),
        ("off the air", lambda: radio.gap_advertise(None)),
        ("off", lambda: radio.active(False)),
    ):
        try:
            step()
        except OSError as error:
            report.failed(name, str(error), "no error", _ADVICE)
            return
        report.passed(name, "done")
        await asyncio.sleep_ms(_AIR_MS)
