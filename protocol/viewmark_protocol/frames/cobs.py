"""Consistent Overhead Byte Stuffing (Cheshire and Baker 1999): bytes without a zero, at most 1 in 254 longer."""

from ..errors import FrameError


def encode(data: bytes) -> bytes:
    """Return `data` stuffed: no zero byte, no delimiter."""
    out = bytearray()
    runs = bytes(data).split(b"\0")
    last = len(runs) - 1
    for index, run in enumerate(runs):
        # A last run of exactly 254 needs no further code: nothing follows that it would have to announce.
        while len(run) > 254 or (len(run) == 254 and index < last):
            out.append(255)
            out.extend(run[:254])
            run = run[254:]
        out.append(len(run) + 1)
        out.extend(run)
    return bytes(out)


def decode(data: bytes) -> bytes:
    """Return what was stuffed into `data` (without its delimiter); FrameError where it is no COBS."""
    out = bytearray()
    at, size = 0, len(data)
    while at < size:
        code = data[at]
        end = at + code
        if code == 0 or end > size:
            raise FrameError("no COBS")
        run = data[at + 1 : end]
        if b"\0" in run:
            raise FrameError("no COBS")
        out.extend(run)
        at = end
        if code < 255 and at < size:
            out.append(0)
    return bytes(out)
