"""Lines to train on, as the handheld's own finder cuts them out."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="lines are made with the extra `train`")

from viewmark.reading.training import crops, fonts
from viewmark.reading.training.lines import Example

try:
    fonts.paths("test")
except FileNotFoundError as error:
    pytest.skip(str(error), allow_module_level=True)

SEED = 6_000_000


def test_a_small_picture_is_the_same_for_the_same_seed() -> None:
    first, again = crops.crop(SEED), crops.crop(SEED)
    assert first.label == again.label
    assert np.array_equal(first.picture, again.picture)
    assert not np.array_equal(first.picture, crops.crop(SEED + 1).picture)


def test_the_box_of_a_line_lies_within_the_aiming_box() -> None:
    for seed in range(SEED, SEED + 12):
        one = crops.crop(seed)
        if one.label:
            left, top, right, bottom = one.box
            assert 0 <= left < right <= 320
            assert 88 <= top < bottom <= 152


def test_a_line_that_the_finder_cuts_off_is_left_out() -> None:
    found = next(one for one in map(crops.crop, range(SEED, SEED + 50)) if one.label and crops.cut([one]))
    left, top, right, bottom = found.box
    longer = Example(found.picture, found.label, found.kind, found.legibility, (left - 60, top, right + 60, bottom))
    assert not crops.cut([longer])


def test_strips_of_a_chunk_are_of_the_networks_height_and_keep_their_labels() -> None:
    strips = crops.mixed(SEED, 12, "train")
    assert strips
    assert all(one.picture.shape[0] == 32 and one.picture.shape[1] % 4 == 0 for one in strips)
    assert any(one.label for one in strips)
