"""Runs a firmware module in MicroPython and returns what it prints."""

import os
import subprocess

from viewmark import places
from viewmark.errors import HandheldError
from viewmark.handheld.process import HEAP_BYTES
from viewmark.handheld.runtime import micropython


def run_module(module: str, *arguments: str, given: bytes = b"", heap_bytes: int = HEAP_BYTES) -> bytes:
    """Return the standard output of `micropython -m MODULE`; HandheldError with its last words when it fails."""
    firmware = places.firmware()
    search = [str(firmware), str(firmware / "lib"), str(places.protocol()), ".frozen"]
    done = subprocess.run(
        [micropython(), "-X", f"heapsize={heap_bytes}", "-m", module, *arguments],
        input=given,
        capture_output=True,
        cwd=firmware,
        env=os.environ | {"MICROPYPATH": ":".join(search)},
        check=False,
    )
    if done.returncode:
        raise HandheldError(f"{module} failed on the device: {done.stderr.decode(errors='replace')[-400:].strip()}")
    return done.stdout
