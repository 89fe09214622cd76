"""What photographs are made of: the alphabet, lines of text, damage, relief."""

import numpy as np
import pytest

from viewmark.samples import damage, metal, serials, strokes
from viewmark.samples.lettering import Style, write

SIZE = (120, 640)


def line(text: str, seed: int = 1, **style: float):
    return write(np.random.default_rng(seed), SIZE, text, Style(**style), (320, 60), 60)


def ink(mask: np.ndarray, box: tuple[float, float, float, float]) -> float:
    left, top, right, bottom = (round(v) for v in box)
    return float(mask[top:bottom, left:right].sum())


def test_the_alphabet_holds_all_that_is_written() -> None:
    wanted = set(serials.LETTERS + serials.DIGITS)
    for maker, (_, models, calibres) in serials.MAKERS.items():
        wanted |= set(maker + "".join(calibres) + "".join(models).upper())
    assert wanted - {" "} <= set(strokes.GLYPHS)


def test_glyphs_stay_on_their_grid() -> None:
    for character, glyphs in strokes.GLYPHS.items():
        for alternate in range(len(glyphs)):
            points = [p for part in strokes.polylines(character, alternate) for p in part]
            assert all(0 <= x <= strokes.GRID_WIDTH for x, _ in points), character
            assert all(0 <= y <= strokes.GRID_HEIGHT for _, y in points), character


def test_rounding_keeps_the_ends_and_cuts_the_corner() -> None:
    corner = [(0.0, 0.0), (4.0, 0.0), (4.0, 6.0)]
    cut = strokes.rounded(corner, 1)
    assert (cut[0], cut[-1]) == (corner[0], corner[-1])
    assert corner[1] not in cut


def test_a_line_has_a_box_with_ink_for_every_character() -> None:
    written = line("AB 12-3")
    assert written.characters == list("AB12-3")
    assert len(written.boxes) == 6
    assert all(ink(written.mask, box) > 20 for box in written.boxes)
    left, top, right, bottom = written.box
    assert abs((left + right) / 2 - 320) < 4
    assert bottom - top == pytest.approx(60, abs=2)


def test_dots_leave_gaps_in_a_stroke() -> None:
    drawn, dotted = line("L"), line("L", dot_pitch=0.2, stroke=0.1)
    assert 0 < dotted.mask.sum() < 0.8 * drawn.mask.sum()


@pytest.mark.parametrize("way", damage.WAYS)
def test_damage_takes_one_character_and_leaves_the_others(way: str) -> None:
    written = line("HF47213")
    rng = np.random.default_rng(4)
    left, relief = damage.obliterate(rng, written.mask, written.boxes[3], way)
    for place, box in enumerate(written.boxes):
        kept = ink(left, box) / ink(written.mask, box)
        assert kept < 0.2 if place == 3 else kept > 0.9
    assert np.abs(relief).max() > 0.2


def test_light_from_above_and_from_below_swap_the_flanks() -> None:
    mask = np.zeros((40, 40), np.float32)
    mask[15:25, 5:35] = 1
    look = metal.Look(grain=0, scratches=0, gloss=0, gradient=(0, 0), light_degrees=90)
    relief = metal.height_map(mask, look)
    rows = []
    for degrees in (90, 270):
        look.light_degrees = degrees
        picture = metal.shade(np.random.default_rng(0), mask, relief, look)
        rows.append(float(picture[15, 20] - picture[24, 20]))
    assert rows[0] * rows[1] < 0
    assert abs(rows[0] + rows[1]) < 0.1 * abs(rows[0])
