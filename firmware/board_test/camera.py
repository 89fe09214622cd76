"""The camera: a grey frame that is filled and shows something, its original whole, and another view of the same."""

from ports import CameraError

_LEAST_PX = (320, 240)
_LEAST_CONTRAST = 32  # of 255: a covered lens and a camera without a clock show less
_UNFILLED = 0xA5
_PIECE = bytes([_UNFILLED] * 256)
_LAST_ROWS = 8
_PHOTO_BYTES = (1024, 512 * 1024)  # a check reserves that much
_PART_BYTES = 4096
_STARTS = (b"\xff\xd8\xff", b"\x89PNG")
_AIM = "Aim at something with light and dark, and run it again."
_WIRES = "Check the camera's wires against hardware/wiring.yml; have it replaced where they are right."


async def test(report) -> None:
    """Take one photo and look once more."""
    camera = report.ports.camera
    size = (camera.width_px, camera.height_px)
    report.held(
        *("size", size == _LEAST_PX, "%d x %d" % size, "%d x %d" % _LEAST_PX),
        "Correct the camera in the board's file in hardware/boards: reading wants this size.",
    )
    frame = bytearray(size[0] * size[1])
    try:
        _unfill(frame)
        photo = camera.capture(frame)
    except CameraError as error:
        report.failed("photo", str(error), "a picture", _WIRES)
        return
    try:
        _frame(report, "frame", frame, size[0])
        _original(report, photo)
    finally:
        photo.close()
    try:
        _unfill(frame)
        camera.look(frame)
    except CameraError as error:
        report.failed("another view", str(error), "a picture", _WIRES)
        return
    _frame(report, "another view", frame, size[0])


def _unfill(frame: bytearray) -> None:
    for at in range(0, len(frame), len(_PIECE)):
        frame[at : at + len(_PIECE)] = _PIECE[: len(frame) - at]


def _frame(report, name: str, frame: bytearray, width_px: int) -> None:
    last = frame[len(frame) - _LAST_ROWS * width_px :]
    if min(last) == max(last) == _UNFILLED:
        report.failed(name, "its last rows did not come", "every row", _WIRES)
        return
    contrast = max(frame) - min(frame)
    limits = "greys %d apart or more" % _LEAST_CONTRAST
    report.held(name, contrast >= _LEAST_CONTRAST, "greys %d apart" % contrast, limits, _AIM)


def _original(report, photo) -> None:
    least, most = _PHOTO_BYTES
    size = photo.size_bytes
    report.held(
        *("photo", least <= size <= most, "%d bytes" % size, "%d to %d" % (least, most)),
        "Aim at a mark in good light; where it stays so, change the photo's quality in the camera's driver.",
    )
    start, count = b"", 0
    while count < size:
        part = photo.read(count, _PART_BYTES)
        if not part:
            break
        start = start or bytes(part[:4])
        count += len(part)
    is_whole = count == size and not photo.read(size, 1) and start.startswith(_STARTS)
    found = "%d bytes, beginning with %s" % (count, " ".join(["%02x" % byte for byte in start]))
    report.held("photo whole", is_whole, found, "%d bytes of a JPEG" % size, _WIRES)
