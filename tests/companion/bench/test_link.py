"""The link's bench runs and tells what it has measured. How fast it was is no matter here."""

import json
import subprocess
import sys

_ON_THE_CABLE = ("payload_efficiency_serial", "throughput_serial_bytes_per_s", "serial_over_mpremote")
_ON_THE_AIR = ("payload_efficiency_ble", "throughput_ble_paced_bytes_per_s", "ble_over_bare_notifications_unpaced")
_OF_BOTH = ("handshake_bytes", "handshake_round_trips", "lossy_cost", "sync_heap_bytes", "sync_program_heap_bytes")


def test_the_quick_bench_prints_one_object_with_every_figure() -> None:
    command = [sys.executable, "-m", "viewmark.cli.main", "bench", "link", "--quick", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    figures = {one["name"]: one["value"] for one in told["figures"]}
    assert told["bench"] == "link"
    assert figures.keys() >= {*_ON_THE_CABLE, *_ON_THE_AIR, *_OF_BOTH}
    assert all(value > 0 for name, value in figures.items() if name != "retransmitted_frames_paced")
