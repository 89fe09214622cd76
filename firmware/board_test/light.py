"""The ring light: each quadrant alone, all of them, none."""

_SHOWN = (
    ("top", 1, "Is the TOP of the ring light lit, and nothing else?"),
    ("right", 2, "Is the RIGHT of the ring light lit, and nothing else?"),
    ("bottom", 4, "Is the BOTTOM of the ring light lit, and nothing else?"),
    ("left", 8, "Is the LEFT of the ring light lit, and nothing else?"),
    ("all", 15, "Is ALL of the ring light lit, evenly?"),
    ("off", 0, "Is the ring light DARK?"),
)
_ADVICE = (
    "Compare the wires of the four quadrants with hardware/wiring.yml; check the transistor of the one that is wrong."
)


async def test(report) -> None:
    """Ask what is lit."""
    light = report.ports.light
    for name, quadrants, question in _SHOWN:
        light.show(quadrants)
        try:
            await report.ask(name, question, {"light": quadrants}, _ADVICE)
        finally:
            light.show(0)
