"""Consistent Overhead Byte Stuffing (Cheshire and Baker 1999): bytes without a zero, at most 1 in 254 longer."""

from ..errors import FrameError


def encode(data: bytes) -> bytes:
    """Return `data` stuffed: no zero byte, no delimiter."""
    out = bytearray()
    view = memoryview(data)  # slices of it cost no memory
    at, size = 0, len(data)
    while at <= size:
        end = data.find(b"\0", at)
        if end < 0:
            end = size
        # A last run of exactly 254 needs no further code: nothing follows that it would have to announce.
        while end - at > 254 or (end - at == 254 and end < size):
            out.append(255)
            out.extend(view[at : at + 254])
            at += 254
        out.append(end - at + 1)
        out.extend(view[at:end])
        at = end + 1
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
