"""What firmware a laptop carries: the newest for each board, whole or not at all, whatever names and bytes come."""

import hashlib
from pathlib import Path

import pytest

from viewmark.devices.carried_firmware import CarriedFirmware, is_newer
from viewmark.errors import HandheldError
from viewmark.handheld.signed_image import SignedImage, opened, read_signed, signed
from viewmark.signing.key import SigningKey
from viewmark_protocol.errors import FirmwareError
from viewmark_protocol.firmware_image import HEAD_BYTES, FirmwareHead
from viewmark_protocol.lms import verify

IMAGE = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    """A maker's key."""
    return SigningKey.create(tmp_path_factory.mktemp("maker") / "firmware.key", height=5)


def image(board: str = "board-1", version: tuple[int, int, int] = (0, 2, 0)) -> SignedImage:
    """Return a file whose signature nobody has looked at."""
    head = FirmwareHead(board, version, len(IMAGE), hashlib.sha256(IMAGE).digest(), 4)
    return opened(head.encode() + b"sign" + IMAGE)


def test_a_signed_file_holds_head_signature_and_image(key: SigningKey, tmp_path: Path) -> None:
    path = tmp_path / "one.vmf"
    path.write_bytes(signed(IMAGE, "board-1", "0.2.0", key))
    found = read_signed(path)
    assert (found.head.board, found.head.version, found.content[found.head_bytes :]) == ("board-1", (0, 2, 0), IMAGE)
    assert verify(key.public_key, found.content[:HEAD_BYTES], found.content[HEAD_BYTES : found.head_bytes])


def test_a_file_that_was_cut_or_changed_at_any_byte_of_image_or_digest_is_refused(tmp_path: Path) -> None:
    content = image().content
    for count in range(0, len(content), 97):
        with pytest.raises(FirmwareError):
            opened(content[:count])
    for at in (*range(4), HEAD_BYTES - 10, len(content) - 1):
        with pytest.raises(FirmwareError):
            opened(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    path = tmp_path / "cut.vmf"
    path.write_bytes(content[:-1])
    with pytest.raises(HandheldError, match="Bring the whole file"):
        read_signed(path)
    with pytest.raises(HandheldError, match="Give another file"):
        read_signed(tmp_path / "nowhere.vmf")


def test_what_is_kept_is_there_for_the_next_program_by_board(tmp_path: Path) -> None:
    CarriedFirmware(tmp_path / "firmware").keep(image())
    CarriedFirmware(tmp_path / "firmware").keep(image("board-2", (1, 0, 0)))
    carried = CarriedFirmware(tmp_path / "firmware")
    assert [one.head.board for one in carried.all()] == ["board-1", "board-2"]
    found = carried.of("board-1")
    assert found is not None and found.content == image().content
    assert carried.of("board-3") is carried.of(None) is None


def test_a_newer_one_takes_its_place_and_an_older_one_does_not(tmp_path: Path) -> None:
    carried = CarriedFirmware(tmp_path / "firmware")
    carried.keep(image())
    carried.keep(image(version=(0, 3, 0)))
    with pytest.raises(HandheldError, match=r"0\.3\.0 for board-1 is carried already"):
        carried.keep(image(version=(0, 2, 9)))
    found = carried.of("board-1")
    assert found is not None and found.head.version == (0, 3, 0)


@pytest.mark.parametrize("board", ["../list/whole", "..", "a/b", "A", "x" * 33, "", "-a", ".vmf"])
def test_a_board_of_a_hostile_name_reaches_no_file(tmp_path: Path, board: str) -> None:
    carried = CarriedFirmware(tmp_path / "firmware")
    assert carried.of(board) is None
    if 0 < len(board) <= 32:
        with pytest.raises(HandheldError, match="A board is not called"):
            carried.keep(image(board))
    assert not list(tmp_path.rglob("*.vmf"))


def test_a_damaged_file_counts_as_not_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    carried = CarriedFirmware(tmp_path / "firmware")
    carried.keep(image())
    (tmp_path / "firmware" / "board-1.vmf").write_bytes(image().content[:-5])
    assert CarriedFirmware(tmp_path / "firmware").of("board-1") is None
    assert "damaged" in caplog.text


def test_only_what_is_for_its_board_and_newer_is_brought() -> None:
    head = image().head
    assert is_newer(head, "board-1", "0.1.9")
    for board, version in (("board-1", "0.2.0"), ("board-1", "0.10.0"), ("board-2", "0.1.0"), (None, "0.1.0")):
        assert not is_newer(head, board, version)
    assert not is_newer(head, "board-1", "nonsense")


def test_the_page_of_handhelds_can_tell_which_version_comes_next(tmp_path: Path) -> None:
    carried = CarriedFirmware(tmp_path / "firmware")
    assert carried.newer_than("board-1", "0.1.0") is None
    carried.keep(image())
    assert carried.newer_than("board-1", "0.1.0") == "0.2.0"
    assert carried.newer_than("board-1", "0.2.0") is carried.newer_than(None, "0.1.0") is None
