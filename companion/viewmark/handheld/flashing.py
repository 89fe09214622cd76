"""Writes signed firmware into a connected board's first slot through its prompt. It was never run on metal.

The board's runtime has the slots' code frozen in: what is sent to it asks that code alone. The second slot is emptied,
or a newer image there would start in place of this one.
"""

import binascii
import contextlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import serial
from mpremote.transport import TransportError
from mpremote.transport_serial import SerialTransport

from viewmark.errors import HandheldError
from viewmark.handheld.signed_image import SignedImage

_PART_BYTES = 2048  # of the image in one line for the prompt
_READ_S = 10.0

_BEGIN = """
import binascii, esp32
from updates.slot import COMPLETE, CONFIRMED, SLOTS, FirmwareSlot
def _slot(name):
    return FirmwareSlot(esp32.Partition.find(esp32.Partition.TYPE_DATA, label=name)[0])
_one = _slot(SLOTS[0])
_one.begin(binascii.a2b_base64({head!r}))
"""
_PART = "_one.write(binascii.a2b_base64({part!r}))"
_END = """
if not _one.is_whole():
    raise ValueError("what was written is not what was sent")
_one.mark(COMPLETE)
_one.mark(CONFIRMED)
_slot(SLOTS[1]).put_aside()
"""


class Step(NamedTuple):
    """What the prompt is to run next, and how much of the image is there afterwards."""

    code: str
    done_bytes: int


def steps(image: SignedImage) -> Iterator[Step]:
    """Yield what writes an image, in order; a cut anywhere leaves the slot empty, and the other one as it was."""
    content = memoryview(image.content)
    yield Step(_BEGIN.format(head=_base64(content[: image.head_bytes])), 0)
    body = content[image.head_bytes :]
    for at in range(0, len(body), _PART_BYTES):
        part = body[at : at + _PART_BYTES]
        yield Step(_PART.format(part=_base64(part)), at + len(part))
    yield Step(_END, len(body))


def flash(port: str, image: SignedImage, say: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Write an image to the board at a serial port and start it; HandheldError with what to do where that fails."""
    try:
        transport = SerialTransport(port, timeout=_READ_S)
        try:
            transport.enter_raw_repl(soft_reset=False)  # a soft reset would start the firmware
            for step in steps(image):
                transport.exec(step.code)
                say(step.done_bytes, image.head.image_bytes)
            transport.exec_raw_no_follow("import machine; machine.reset()")
        finally:
            with contextlib.suppress(TransportError, serial.SerialException, OSError):
                transport.close()
    except (TransportError, serial.SerialException, OSError) as error:
        said = str(error).strip().splitlines()
        raise HandheldError(
            f"The board at {port} did not take the firmware ({said[-1] if said else type(error).__name__}). Plug it in"
            " anew, let no other program use the port, and run it again: a slot that was half written starts nothing."
        ) from error


def _base64(content: memoryview) -> bytes:
    return binascii.b2a_base64(content, newline=False)
