"""The power budget of the reference handheld: `python hardware/power_budget.py > hardware/power.md`.

Currents are typical values of the parts' data sheets at 3.3 V, rounded up; none was measured, for no board was built.
"""

from typing import NamedTuple

SHIFT_H = 10
CHECKS = 300
AWAKE_S_A_CHECK = 40  # from waking to putting it away
VOLTAGE, CELL_VOLTAGE = 3.3, 3.7
REGULATOR = 0.88  # its efficiency
CELL_MAH = 3000
USABLE = 0.8  # of the cell: old, or at 0 degrees


class Load(NamedTuple):
    """One load: what it is, how much it takes, and for how long in each check, or of the whole shift."""

    name: str
    current_ma: float
    seconds_a_check: float = 0
    hours_a_shift: float = 0

    def charge_mah(self, awake_h: float | None = None) -> float:
        """Return what it takes from the 3.3 V rail in a shift; `awake_h` replaces the hours of what is always on."""
        hours = self.hours_a_shift if awake_h is None else awake_h
        return self.current_ma * (self.seconds_a_check * CHECKS / 3600 + hours)


AWAKE = (Load("ESP32-S3 at 240 MHz, radio idle", 80), Load("screen with backlight", 60))
LOADS = (
    Load("camera", 140, seconds_a_check=8),
    Load("ring light, four quadrants", 80, seconds_a_check=8),
    Load("scan engine while it scans", 150, seconds_a_check=2),
    Load("radio while it syncs", 100, hours_a_shift=0.25),
    Load("clock, gauge, regulator at rest", 0.2, hours_a_shift=SHIFT_H),
)
ASLEEP = Load("ESP32-S3 in light sleep, screen off", 3)


def budget(sleeps: bool) -> list[tuple[str, float]]:
    """Return each load and what it takes in a shift, in mAh at 3.3 V."""
    awake_h = CHECKS * AWAKE_S_A_CHECK / 3600 if sleeps else SHIFT_H
    rows = [(one.name, one.charge_mah(awake_h)) for one in AWAKE]
    rows += [(one.name, one.charge_mah()) for one in LOADS]
    return [*rows, (ASLEEP.name, ASLEEP.charge_mah(SHIFT_H - awake_h))]


def shifts_on_one_charge(sleeps: bool) -> float:
    """Return how many shifts a charged cell lasts."""
    from_cell = sum(charge for _, charge in budget(sleeps)) * VOLTAGE / CELL_VOLTAGE / REGULATOR
    return CELL_MAH * USABLE / from_cell


def document() -> str:
    """Return the budget as Markdown."""
    lines = [
        "# Power budget",
        "",
        "Printed by `python hardware/power_budget.py`, which states every assumption. Do not edit: a test compares.",
        "Nothing here was measured.",
        "",
        f"A shift: {SHIFT_H} hours, {CHECKS} checks, {AWAKE_S_A_CHECK} s awake for each. A cell of {CELL_MAH} mAh, of",
        f"which {USABLE:.0%} count.",
        "",
        "| load | mAh, asleep between checks | mAh, always awake |",
        "| --- | ---: | ---: |",
    ]
    for (name, sleeping), (_, awake) in zip(budget(True), budget(False), strict=True):
        lines.append(f"| {name} | {sleeping:.0f} | {awake:.0f} |")
    totals = [sum(charge for _, charge in budget(sleeps)) for sleeps in (True, False)]
    lines.append(f"| **all, at 3.3 V** | **{totals[0]:.0f}** | **{totals[1]:.0f}** |")
    lines.append(f"| shifts on one charge | {shifts_on_one_charge(True):.1f} | {shifts_on_one_charge(False):.1f} |")
    lines += ["", "The firmware does not sleep between checks yet: the right column is what it does today."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(document(), end="")
