"""The handheld's practice pictures: made anew they say the same serials, and every second reading is a look-alike's."""

from viewmark import places
from viewmark.handheld.practice import PICTURES, STRIP_PX, practice_file
from viewmark.samples.sets import misread_twin


def texts(content: bytes) -> list[tuple[str, str]]:
    """Return serial and reading of each picture of a file."""
    assert content[:4] == b"VMPR"
    found, at = [], 5
    for _ in range(content[4]):
        pair = []
        for _ in range(2):
            pair.append(content[at + 1 : at + 1 + content[at]].decode("ascii"))
            at += 1 + content[at]
        found.append((pair[0], pair[1]))
        at += STRIP_PX[0] * STRIP_PX[1] // 2
    assert at == len(content)
    return found


def test_what_lies_in_the_firmware_is_what_the_tool_makes() -> None:
    kept = texts((places.firmware() / "practice" / "pictures.bin").read_bytes())
    assert texts(practice_file()) == kept and len(kept) == PICTURES


def test_some_readings_are_right_and_the_others_are_wrong_by_one_look_alike() -> None:
    kept = texts((places.firmware() / "practice" / "pictures.bin").read_bytes())
    wrong = [(serial, read) for serial, read in kept if serial != read]
    assert 0 < len(wrong) < len(kept)
    for serial, read in wrong:
        assert read == misread_twin(serial) and sum(a != b for a, b in zip(serial, read, strict=True)) == 1
