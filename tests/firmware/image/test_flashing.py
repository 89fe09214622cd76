"""Firmware that is written through a board's prompt: what is sent there runs on MicroPython, and the slot starts."""

from pathlib import Path

import pytest

from viewmark.errors import HandheldError
from viewmark.handheld.flashing import flash, steps
from viewmark.handheld.signed_image import SignedImage, opened, signed
from viewmark.signing.key import SigningKey

HERE = Path(__file__).resolve().parent
IMAGE = bytes(range(256)) * 90
ESP32 = """
from flash import RamFlash
class Partition:
    TYPE_DATA = 1
    kept = {}
    @classmethod
    def find(cls, kind, label):
        return [cls.kept.setdefault(label, RamFlash(4096, 12, unit_bytes=16, zeroes=True))]
"""
LOOK = """
from updates.choice import choose
import esp32, hashlib
slots = [FirmwareSlot(esp32.Partition.find(1, label=name)[0]) for name in SLOTS]
number = choose(slots)
print(number, None if number is None else slots[number].is_confirmed, slots[1].head)
digest = None if number is None else hashlib.sha256(slots[number].image()).digest().hex()
print(digest, esp32.Partition.kept["firmware_a"].violations)
"""


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> SignedImage:
    """A signed image."""
    key = SigningKey.create(tmp_path_factory.mktemp("maker") / "firmware.key", height=5)
    return opened(signed(IMAGE, "esp32s3-reference", "0.2.0", key))


def run(run_micropython, root: Path, folder: Path, codes: list[str]):
    """Run what the prompt would be sent, then look at the slots."""
    (folder / "esp32.py").write_text(ESP32)
    (folder / "prompt.py").write_text("\n".join([*codes, LOOK]))
    search = [folder, root / "firmware", root / "firmware" / "lib", root / "protocol", HERE.parent / "cases"]
    return run_micropython(folder / "prompt.py", path=search, heap="4M")


def test_what_is_sent_leaves_a_confirmed_slot_with_the_whole_image(run_micropython, root, tmp_path, image) -> None:
    sent = list(steps(image))
    assert [step.done_bytes for step in sent][-1] == len(IMAGE) and sent[0].done_bytes == 0
    done = run(run_micropython, root, tmp_path, [step.code for step in sent])
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines() == ["0 True None", f"{image.head.digest.hex()} []"]


def test_a_board_that_was_unplugged_in_between_starts_nothing_of_it(run_micropython, root, tmp_path, image) -> None:
    sent = [step.code for step in steps(image)]
    for count in (1, 2, len(sent) - 1):
        done = run(run_micropython, root, tmp_path, sent[:count])
        assert done.stdout.splitlines()[0].startswith("None "), count


def test_a_part_that_was_lost_on_the_way_is_found_before_the_slot_counts(
    run_micropython, root, tmp_path, image
) -> None:
    sent = [step.code for step in steps(image)]
    done = run(run_micropython, root, tmp_path, [*sent[:3], *sent[4:]])
    assert done.returncode != 0 and "what was written is not what was sent" in done.stdout


def test_a_port_that_is_not_there_says_what_to_do(tmp_path, image) -> None:
    with pytest.raises(HandheldError, match="Plug it in anew"):
        flash(str(tmp_path / "no-port"), image)
