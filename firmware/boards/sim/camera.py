"""The camera: the host decodes a picture and lays grey frames of it and its original bytes into the folder.

The frames are one file, one after the other: the picture itself, then views of it from a hand that shakes.
"""

from ports import Camera, CameraError, Photo

_FRAMES = "/camera.grey"
_ORIGINAL = "/camera.photo"
_NO_PICTURE = "The camera has no picture. Aim again, or type the serial."
_CUT_OFF = "The camera's picture is empty or cut off. Aim again, or type the serial."


class FolderPhoto(Photo):
    """The original bytes, read from their file. It stays open: the host replaces it by the next picture's."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "rb")
        self.size_bytes = self._file.seek(0, 2)

    def read(self, offset: int, count: int) -> bytes:
        """Return at most `count` bytes from `offset`."""
        self._file.seek(offset)
        return self._file.read(count)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class FolderCamera(Camera):
    """Captures whatever the host has laid before it."""

    def __init__(self, folder: str, width_px: int, height_px: int) -> None:
        self._folder = folder
        self._photo = None
        self._view = 0
        self.width_px = width_px
        self.height_px = height_px

    def capture(self, frame: bytearray) -> Photo:
        """Fill `frame` and return the original; CameraError when there is no picture or it is not whole."""
        if self._photo:
            self._photo.close()  # it is replaced, and few files can be open
        self._view = 0
        self.look(frame)
        try:
            photo = self._photo = FolderPhoto(self._folder + _ORIGINAL)
        except OSError:
            raise CameraError(_NO_PICTURE)
        if photo.size_bytes == 0:
            raise CameraError(_CUT_OFF)
        return photo

    def look(self, frame: bytearray) -> None:
        """Fill `frame` with the next view, the first again after the last."""
        try:
            with open(self._folder + _FRAMES, "rb") as file:
                views = file.seek(0, 2) // len(frame)
                file.seek(self._view % views * len(frame) if views else 0)
                count = file.readinto(frame)
        except OSError:
            raise CameraError(_NO_PICTURE)
        if count != len(frame):
            raise CameraError(_CUT_OFF)
        self._view += 1
