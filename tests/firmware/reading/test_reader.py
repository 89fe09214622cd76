"""The device's reader, in MicroPython under a heap of 512 KB, end to end on whole frames."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from viewmark import samples
from viewmark.reading.training import device
from viewmark.reading.training.frames import Frame, folder_of
from viewmark.samples import strokes

pytestmark = pytest.mark.usefixtures("micropython")

FRESH_SEEDS = (4101, 4102, 4103)
REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "markings"


def metal_frames() -> list[Frame]:
    """Frames without a mark: flat, sloping, noisy, brushed."""
    rng = np.random.default_rng(3)
    flat = np.full((240, 320), 117, np.uint8)
    slope = np.broadcast_to(np.linspace(40, 210, 320).astype(np.uint8), (240, 320))
    noise = np.clip(rng.normal(120, 12, (240, 320)), 0, 255).astype(np.uint8)
    lines = np.repeat(rng.normal(120, 9, (240, 1)), 320, axis=1)
    brushed = np.clip(lines + rng.normal(0, 3, (240, 320)), 0, 255).astype(np.uint8)
    return [flat, slope, noise, brushed, np.zeros_like(flat), 255 - np.zeros_like(flat)]


def tall_frame(text: str, high_px: int) -> Frame:
    """A frame with thin letters that fill the aiming box: bare above and below the middle of most of them."""
    picture = Image.new("L", (320, 240), 110)
    left, top = 160 - 23 * len(text) + 8, 120 - high_px // 2
    for character in text:
        for line in strokes.polylines(character, 0):
            points = [(left + x * 30 / strokes.GRID_WIDTH, top + y * high_px / strokes.GRID_HEIGHT) for x, y in line]
            ImageDraw.Draw(picture).line(points, fill=190, width=5, joint="curve")
        left += 46
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(1.0)))


def test_every_committed_photograph_is_read_as_labelled(sample_frames, weights_file) -> None:
    frames = [frame for frame, _ in sample_frames.values()]
    results = device.read(frames, weights_file)
    read = {name: device.text_of(result["lattice"]) for name, result in zip(sample_frames, results, strict=True)}
    assert read == {name: text for name, (_, text) in sample_frames.items()}


@pytest.mark.parametrize("text", ["DLCC", "CEDLE", "TEFLE", "BEDEC"])
def test_letters_that_fill_the_aiming_box_are_read(weights_file, text: str) -> None:
    frames = [tall_frame(text, high_px) for high_px in (50, 54, 58)]
    assert [device.text_of(result["lattice"]) for result in device.read(frames, weights_file)] == [text] * 3


def test_metal_without_a_mark_reads_as_nothing(weights_file) -> None:
    assert [result["lattice"] for result in device.read(metal_frames(), weights_file)] == [[]] * 6


def test_a_lattice_ranks_a_few_characters_with_percentages(sample_frames, weights_file) -> None:
    for result in device.read([frame for frame, _ in sample_frames.values()], weights_file):
        for position in result["lattice"]:
            assert 1 <= len(position) <= 3
            assert len({character for character, _ in position}) == len(position)
            percents = [percent for _, percent in position]
            assert all(0 <= percent <= 100 for percent in percents)
            readable = percents if position[0][0] != "?" else percents[1:]
            assert readable == sorted(readable, reverse=True)
            assert sum(percents) <= 101  # rounded


def test_one_read_leaves_little_garbage(sample_frames, weights_file) -> None:
    # A third of the 200 KB that a read may take: a cut, the network and a beam search.
    results = device.read([frame for frame, _ in sample_frames.values()], weights_file)
    assert max(result["garbage_bytes"] for result in results) < 66_000


@pytest.mark.parametrize("seed", FRESH_SEEDS)
def test_fresh_photographs_are_read(seed: int, tmp_path: Path, weights_file) -> None:
    samples.render(tmp_path, seed)
    frames, texts, _ = folder_of(tmp_path)
    read = [device.text_of(result["lattice"]) for result in device.read(frames, weights_file)]
    assert sum(a == b for a, b in zip(read, texts, strict=True)) >= 10, list(zip(read, texts, strict=True))


def test_real_markings_are_counted(weights_file, record_property, capsys) -> None:
    """Reports how many real markings are read; the bar for them is the bench's, not this test's."""
    if not (REAL / "labels.json").exists():
        pytest.skip("no folder shared/data/markings beside the repository")
    frames, texts, _ = folder_of(REAL)
    results = device.read(frames, weights_file)
    assert len(results) == len(frames)

    def plain(text: str) -> str:
        return "".join(c for c in text.upper() if c.isalnum())

    exact = sum(
        plain(device.text_of(result["lattice"])) == plain(text) for result, text in zip(results, texts, strict=True)
    )
    record_property("real_markings_exact", exact)
    with capsys.disabled():
        print(f"\nreal markings: {exact} of {len(frames)} read exactly")
