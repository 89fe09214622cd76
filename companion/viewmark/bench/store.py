"""`viewmark bench store`: the record ring beside littlefs and beside the limit that framing sets."""

import json

from viewmark.bench.figures import Bench, Figure
from viewmark.bench.runtime import run_module

_RECORD_BYTES = 120
_FRAMED_BYTES = 132  # the record and its head, without alignment and sector heads
_RECORDS, _QUICK_RECORDS = 5000, 1000
_BARS = {"write_amplification": ("ratio", 1.25), "erases_per_record": ("count", 0.045)}
_HEAP_BYTES = 2 * 1024 * 1024  # the flash lies in memory here
_UNITS = {"append_us": "us", "heap_bytes": "bytes"}


def measure(quick: bool) -> Bench:
    """Measure on the unix port's flash in memory; sealing is not part of the store yet."""
    records = _QUICK_RECORDS if quick else _RECORDS
    told = json.loads(run_module("bench.store", str(records), heap_bytes=_HEAP_BYTES))
    figures = []
    for name, value in told["figures"].items():
        unit, bar = _BARS.get(name, (_UNITS.get(name, "ratio"), None))
        figures.append(Figure(name, round(value, 4), unit, "<=" if bar else "", bar))
    figures.append(Figure("framing_limit", round(_FRAMED_BYTES / _RECORD_BYTES, 4), "ratio"))
    settings = {
        "records": records,
        "record_bytes": _RECORD_BYTES,
        "sealed": False,
        "calibration_us": told["calibration_us"],
    }
    return Bench("store", figures, settings)
