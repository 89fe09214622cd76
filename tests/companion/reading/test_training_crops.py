"""Lines to train on, as the handheld's own finder cuts them out."""

import random
from dataclasses import replace

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


def cuts_of(one: Example, seed: int = 1) -> list[crops.Cut]:
    """The strips of one picture, as found and then nearer."""
    return crops.cut([one], random.Random(seed))


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
    found = next(one for one in map(crops.crop, range(SEED, SEED + 50)) if one.label and cuts_of(one))
    left, top, right, bottom = found.box
    assert not cuts_of(replace(found, box=(left - 60, top, right + 60, bottom)))


def test_a_second_cut_fills_the_strip_as_it_should() -> None:
    tops, ends = [], []
    for seed in range(SEED, SEED + 40):
        one = crops.crop(seed)
        cuts = cuts_of(one, seed)
        if one.label and cuts:
            _, top, _, bottom = cuts[-1].extent
            tops.append(top)
            ends.append(bottom)
    assert len(tops) > 20
    assert abs(np.median(tops) - 4) < 1 and abs(np.median(ends) - 28) < 1


def test_strips_of_a_chunk_are_of_the_networks_height_and_keep_their_labels() -> None:
    strips = crops.mixed(SEED, 12, "train")
    assert strips
    assert all(one.pixels.shape[0] == 32 and one.pixels.shape[1] % 4 == 0 for one in strips)
    assert any(one.label for one in strips)
    assert all(bool(one.label) == (one.extent != (0, 0, 0, 0)) for one in strips)
