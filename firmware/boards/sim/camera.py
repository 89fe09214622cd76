"""The camera: the host decodes a picture and lays its grey frame and its original bytes into the folder."""

from ports import Camera, CameraError, Photo

_FRAME = "/camera.grey"
_ORIGINAL = "/camera.photo"


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
        self.width_px = width_px
        self.height_px = height_px

    def capture(self, frame: bytearray) -> Photo:
        """Fill `frame` and return the original; CameraError when there is no picture or it is not whole."""
        if self._photo:
            self._photo.close()  # it is replaced, and few files can be open
        try:
            with open(self._folder + _FRAME, "rb") as file:
                count = file.readinto(frame)
            photo = self._photo = FolderPhoto(self._folder + _ORIGINAL)
        except OSError:
            raise CameraError("The camera has no picture. Aim again, or type the serial.")
        if count != len(frame) or photo.size_bytes == 0:
            raise CameraError("The camera's picture is empty or cut off. Aim again, or type the serial.")
        return photo
