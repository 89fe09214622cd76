"""What keeps the aiming box from being read well is said: darkness, glare, focus."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from viewmark.reading.training.frames import Frame


@pytest.fixture
def hint(firmware_path):
    from reading.hints import hint

    return lambda frame: hint(np.ascontiguousarray(frame).tobytes(), 320, 240)


def blurred(frame: Frame, radius_px: float) -> Frame:
    return np.asarray(Image.fromarray(frame).filter(ImageFilter.GaussianBlur(radius_px)))


def test_the_committed_photographs_have_no_fault(hint, sample_frames) -> None:
    assert {name: hint(frame) for name, (frame, _) in sample_frames.items()} == dict.fromkeys(sample_frames, "")


def test_a_picture_out_of_focus_is_told(hint, sample_frames) -> None:
    frame, _ = sample_frames["02-laser.jpg"]
    assert hint(blurred(frame, 3.0)) == "out-of-focus"


def test_darkness_and_glare_are_told_first(hint, sample_frames) -> None:
    frame, _ = sample_frames["02-laser.jpg"]
    assert hint(frame // 16) == "too-dark"
    glare = frame.copy()
    glare[80:160, 100:220] = 255
    assert hint(glare) == "glare"


def test_plain_metal_has_nothing_to_be_sharp(hint) -> None:
    assert hint(np.full((240, 320), 120, np.uint8)) == ""
