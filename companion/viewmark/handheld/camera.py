"""What the camera sees: a picture file as a grey frame, and its original bytes to keep as photo."""

from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from viewmark.errors import PictureError
from viewmark.handheld.board import Board

_CROP_ASPECT = 2.0  # wider than that is a crop of one line: the officer fills the aiming box with it
# Pixels to the right and down, degrees: one way and the other, never more than a few.
_SHAKES = ((1, -1, 0.4), (-2, 1, -0.3), (2, 2, 0.2), (-1, -2, -0.5), (3, 0, 0.6), (-3, 1, 0.1), (0, 3, -0.6))
_EDGE_PX = 8


def lay_before(folder: Path, picture: Path, board: Board) -> None:
    """Put a picture before the camera of the handheld in `folder`; PictureError when it is none."""
    _write(folder / "camera.grey", b"".join(views_of(grey_frame(picture, board), board)))
    _write(folder / "camera.photo", picture.read_bytes())


def take_away(folder: Path) -> None:
    """Leave the camera with nothing to see."""
    for name in ("camera.grey", "camera.photo"):
        (folder / name).unlink(missing_ok=True)


def grey_frame(picture: Path, board: Board) -> bytes:
    """Return the camera's frame, 8-bit grey row by row; PictureError when the file is no picture."""
    try:
        with Image.open(picture) as image:
            grey = ImageOps.exif_transpose(image).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PictureError(
            f"{picture.name} is no picture that can be decoded. Take it out of the folder, or save it as PNG or JPEG."
        ) from error
    width_px, height_px = board.camera_px
    if grey.width >= _CROP_ASPECT * grey.height:
        return _placed(grey, board.aiming_box_px, board.camera_px).tobytes()
    return ImageOps.fit(grey, (width_px, height_px), Image.Resampling.LANCZOS).tobytes()


def views_of(frame: bytes, board: Board) -> list[bytes]:
    """Return a frame and seven more of it, as a hand that shakes a little shows them."""
    image = Image.frombytes("L", board.camera_px, frame)
    middle = (board.camera_px[0] / 2, board.camera_px[1] / 2)
    views = [frame]
    for right_px, down_px, degrees in _SHAKES:
        moved = image.rotate(degrees, Image.Resampling.BICUBIC, center=middle, translate=(right_px, down_px))
        held = image.copy()  # at the edge it stays as it was
        held.paste(
            moved.crop((_EDGE_PX, _EDGE_PX, moved.width - _EDGE_PX, moved.height - _EDGE_PX)), (_EDGE_PX, _EDGE_PX)
        )
        views.append(held.tobytes())
    return views


def _placed(grey: Image.Image, box_px: tuple[int, int, int, int], frame_px: tuple[int, int]) -> Image.Image:
    """Return a frame with the crop in the aiming box, the rest in the grey of the crop's border."""
    x, y, width, height = box_px
    crop = ImageOps.contain(grey, (width, height), Image.Resampling.LANCZOS)
    frame = Image.new("L", frame_px, _border_grey(crop))
    frame.paste(crop, (x + (width - crop.width) // 2, y + (height - crop.height) // 2))
    return frame


def _border_grey(crop: Image.Image) -> int:
    """Return the median grey of a picture's border."""
    width, height = crop.size
    strips = [(0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height)]
    pixels = sorted(b"".join(crop.crop(strip).tobytes() for strip in strips))
    return pixels[len(pixels) // 2]


def _write(path: Path, content: bytes) -> None:
    new = path.with_suffix(path.suffix + ".new")
    new.write_bytes(content)
    new.replace(path)
