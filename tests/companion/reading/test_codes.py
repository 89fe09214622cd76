"""Codes on metal: dots, blur and tilt, and what is no code."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from viewmark.reading.codes import read_codes

zxingcpp = pytest.importorskip("zxingcpp", reason="the extra viewmark[reading] is not installed")

CONTENT = "[)>\x1e06\x1d17V0CVA5\x1d1P786950\x1dS42000234\x1e\x04"


def modules(text: str, name: str) -> np.ndarray:
    """The code's modules, one pixel each, true where dark."""
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    return np.asarray(code.to_image(scale=1, add_quiet_zones=False)) < 128


def dotted(seed: int, text: str = CONTENT, name: str = "DataMatrix") -> Image.Image:
    """A code as a laser burns it into metal: dots that do not touch, blurred, tilted, unevenly lit."""
    rng = np.random.default_rng(seed)
    dark = modules(text, name)
    pitch = int(rng.integers(9, 15))
    margin = 5 * pitch
    size = (dark.shape[1] * pitch + 2 * margin, dark.shape[0] * pitch + 2 * margin)
    picture = Image.new("L", size, int(rng.integers(120, 200)))
    draw = ImageDraw.Draw(picture)
    ink = int(rng.integers(10, 60))
    radius = pitch * rng.uniform(0.36, 0.47)
    for row, column in zip(*np.nonzero(dark), strict=True):
        x, y = margin + (column + 0.5) * pitch, margin + (row + 0.5) * pitch
        x, y = x + rng.normal(0, 0.03) * pitch, y + rng.normal(0, 0.03) * pitch
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
    lean = rng.uniform(-0.12, 0.12, 2)
    wide, high = size
    fill = int(np.median(np.asarray(picture)))
    tilted = picture.transform(
        size,
        Image.Transform.QUAD,
        (0, lean[0] * high * 0.3, 0, high, wide, high - lean[1] * high * 0.3, wide, 0),
        Image.Resampling.BICUBIC,
        fillcolor=fill,
    ).rotate(float(rng.uniform(-25, 25)), Image.Resampling.BICUBIC, expand=True, fillcolor=fill)
    tilted = tilted.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2.5)))
    values = np.asarray(tilted, np.float32) + rng.normal(0, 8, (tilted.height, tilted.width))
    light = np.linspace(rng.uniform(0.75, 1), rng.uniform(0.9, 1.15), tilted.width)[None, :]
    return Image.fromarray(np.clip(values * light, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("seed", range(24))
def test_a_data_matrix_of_dots_is_read_through_blur_and_tilt(seed: int) -> None:
    (code,) = read_codes(dotted(seed))
    assert (code.symbology, code.content) == ("data-matrix", CONTENT.encode())


def plain(text: str, name: str) -> Image.Image:
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    return Image.fromarray(np.asarray(code.to_image(scale=4, add_quiet_zones=True)))


@pytest.mark.parametrize(("name", "symbology"), [("QRCode", "qr"), ("Code128", "code-128")])
def test_other_codes_are_named_and_read(name: str, symbology: str) -> None:
    (code,) = read_codes(plain("ABC123456", name))
    assert (code.symbology, code.text) == (symbology, "ABC123456")


def test_corners_are_in_the_pictures_own_pixels() -> None:
    canvas = Image.new("L", (4000, 3000), 255)
    code = plain("ABC123456", "QRCode").resize((600, 600), Image.Resampling.NEAREST)
    canvas.paste(code, (2500, 1700))
    (found,) = read_codes(canvas)
    assert all(2500 <= x <= 3100 and 1700 <= y <= 2300 for x, y in found.corners)


def test_metal_without_a_code_gives_none() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (240, 320)).astype(np.uint8)
    assert read_codes(Image.fromarray(noise)) == []
    assert read_codes(Image.new("L", (1, 1))) == []
    assert read_codes(Image.new("RGB", (3000, 9))) == []
