"""Cuts the power at operations of the shift: `micropython run_cuts.py MODE FIRST STEP [SECOND|late]`, on MicroPython.

Prints a line for every cut after which something is wrong, with the arguments that run it alone, then the totals.
`FIRST` and `STEP` choose the operations; with a STEP of 0 only FIRST is cut. `SECOND` cuts the start that follows too.
"""

import sys

from cuts import Cuts
from shift import Shift, late_append


def run(mode, first, step, more):
    """Return how many cuts left something wrong."""
    is_late = more == "late"
    second = -1 if more in ("", "late") else int(more)
    shift = Shift(late_append()) if is_late else Shift()
    cuts, tried, wrong = Cuts(shift), 0, 0
    for one in shift.violations[:3]:
        print("the shift itself:", one)
    for cut in range(first, len(shift.trace) if step else first + 1, step or 1):
        tried += 1
        found = cuts.faults(cut, mode, second)
        if found:
            wrong += 1
            if wrong <= 10:
                print("run_cuts.py %s %d 0 %s:" % (mode, cut, more), "; ".join(found))
    print("%d of %d operations were cut (%s), %d left something wrong" % (tried, len(shift.trace), mode, wrong))
    return wrong + len(shift.violations)


sys.exit(1 if run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "") else 0)
