"""`viewmark bench store`: the record ring and the sealed log beside littlefs and the limit that framing sets."""

import json

from viewmark.bench.figures import Bench, Figure
from viewmark.handheld.module import run_module

_SEALED_BYTES = 120
_RECORD_BYTES = 200
_FRAMED_BYTES = 132  # the record and its head, without alignment and sector heads
_RECORDS, _QUICK_RECORDS = 5000, 1000
_BARS = {
    "write_amplification": 1.25,
    "erases_per_record": 0.045,
    "seal_overhead_bytes": 72,
    "append_us": 100,
    "heap_bytes": 16 * 1024,
}
_UNITS = {
    "append_us": "us",
    "append_and_collect_us": "us",
    "seal_us": "us",
    "heap_bytes": "bytes",
    "seal_overhead_bytes": "bytes",
    "records_per_s": "1/s",
    "erases_per_record": "count",
    "littlefs_erases_per_record": "count",
    "key_slot_programs_per_record": "count",
    "key_slot_erases_per_record": "count",
}
_HEAP_BYTES = 4 * 1024 * 1024  # the flash lies in memory here


def measure(quick: bool) -> Bench:
    """Measure on the unix port with flash in memory: 120 bytes handed over sealed, and 200 bytes that are sealed."""
    records = _QUICK_RECORDS if quick else _RECORDS
    told = json.loads(run_module("bench.store", str(records), heap_bytes=_HEAP_BYTES))
    figures = []
    for name, value in told["figures"].items():
        bar = _BARS.get(name)
        figures.append(Figure(name, round(value, 4), _UNITS.get(name, "ratio"), "" if bar is None else "<=", bar))
    figures.append(Figure("framing_limit", round(_FRAMED_BYTES / _SEALED_BYTES, 4), "ratio"))
    settings = {
        "records": records,
        "sealed_bytes": _SEALED_BYTES,
        "record_bytes": _RECORD_BYTES,
        "calibration_us": told["calibration_us"],
    }
    return Bench("store", figures, settings)
