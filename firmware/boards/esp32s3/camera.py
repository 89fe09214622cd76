"""The camera OV5640 by the C module `camera` (micropython-camera-API), which is built into the board's MicroPython.

One sensor gives both: grey frames for reading, and one JPEG of the same mark to keep.
"""

from boards.esp32s3 import description
from ports import Camera, CameraError, Photo

_NO_PICTURE = "The camera gave no picture. Aim again, or type the serial."
_QUALITY = 85
_TRIES = 3  # the first frame after a change of format is the one before


class HeldPhoto(Photo):
    """A JPEG in memory, from when it was taken until it is closed."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size_bytes = len(content)

    def read(self, offset: int, count: int) -> bytes:
        """Return at most `count` bytes from `offset`."""
        return self._content[offset : offset + count]

    def close(self) -> None:
        """Give back the memory."""
        self._content = b""
        self.size_bytes = 0


class Ov5640(Camera):
    """The macro camera; it is set up when it is first used."""

    width_px, height_px = description.CAMERA_PX

    def __init__(self) -> None:
        self._module = self._camera = None

    def capture(self, frame: bytearray) -> Photo:
        """Fill `frame` and return the JPEG of the same mark; CameraError when there is no picture."""
        module, camera = self._opened()
        camera.reconfigure(pixel_format=module.PixelFormat.JPEG, frame_size=module.FrameSize.UXGA)
        photo = HeldPhoto(bytes(self._taken(camera)))
        camera.reconfigure(pixel_format=module.PixelFormat.GRAYSCALE, frame_size=module.FrameSize.QVGA)
        for _ in range(_TRIES - 1):
            self._taken(camera)
        self._fill(frame, camera)
        return photo

    def look(self, frame: bytearray) -> None:
        """Fill `frame` with what is seen now; CameraError when there is no picture."""
        _, camera = self._opened()
        self._fill(frame, camera)

    def _fill(self, frame: bytearray, camera) -> None:
        taken = self._taken(camera)
        if len(taken) != len(frame):
            raise CameraError(_NO_PICTURE)
        frame[:] = taken

    def _taken(self, camera):
        for _ in range(_TRIES):
            taken = camera.capture()
            if taken:
                return taken
        raise CameraError(_NO_PICTURE)

    def _opened(self) -> tuple:
        if self._camera is None:
            module = __import__("camera")  # the C module: this file has its name in another package
            try:
                self._camera = module.Camera(
                    data_pins=list(description.CAMERA_DATA),
                    vsync_pin=description.CAMERA_FRAME,
                    href_pin=description.CAMERA_LINE,
                    pclk_pin=description.CAMERA_PIXEL_CLOCK,
                    xclk_pin=description.CAMERA_CLOCK,
                    sda_pin=description.BUS_DATA,
                    scl_pin=description.BUS_CLOCK,
                    pixel_format=module.PixelFormat.GRAYSCALE,
                    frame_size=module.FrameSize.QVGA,
                    jpeg_quality=_QUALITY,
                )
            except OSError as error:
                raise CameraError("The camera does not answer (%s). Type the serial; have it repaired." % error)
            self._module = module
        return self._module, self._camera
