"""A firmware's head: what it says comes back, what is none is refused, a handheld takes its own and newer alone."""

from viewmark_protocol.errors import FirmwareError
from viewmark_protocol.firmware_image import (
    HEAD_BYTES,
    MOST_SIGNATURE_BYTES,
    FirmwareHead,
    decode_firmware_head,
    is_image,
    version_of,
    version_text,
    why_refused,
)

IMAGE = bytes(range(256)) * 4
DIGEST = b"0123456789abcdef0123456789abcdef"
ROOT = bytes(60)


def head(board="board-1", version=(1, 2, 3), size=1024, signature_bytes=4):
    return FirmwareHead(board, version, size, DIGEST, signature_bytes)


def refusal(function, *arguments):
    try:
        function(*arguments)
    except FirmwareError as error:
        return str(error)
    raise AssertionError("accepted")


def test_what_a_head_says_comes_back_with_its_signature():
    content = head().encode() + b"sign" + IMAGE
    found, signature = decode_firmware_head(content)
    assert (found.board, found.version, found.image_bytes) == ("board-1", (1, 2, 3), 1024)
    assert (found.digest, signature, found.total_bytes) == (DIGEST, b"sign", HEAD_BYTES + 4 + 1024)
    assert found.encode() == content[:HEAD_BYTES]


def test_what_is_no_head_or_cut_off_is_refused():
    content = head().encode() + b"sign"
    for count in range(len(content)):
        refusal(decode_firmware_head, content[:count])
    for damaged in (b"VMF2" + content[4:], head(size=0).encode() + b"sign"):
        refusal(decode_firmware_head, damaged)
    assert "no sense" in refusal(decode_firmware_head, head(signature_bytes=MOST_SIGNATURE_BYTES + 1).encode())
    nameless = bytearray(content)
    nameless[10:42] = b"\xff" * 32
    refusal(decode_firmware_head, bytes(nameless))


def test_a_board_has_a_name_that_fits():
    for name in ("", "b" * 33, "\u0416" * 17):
        refusal(head(name).encode)
    assert decode_firmware_head(head("b" * 32).encode() + b"sign")[0].board == "b" * 32


def test_versions_are_three_numbers_that_compare_as_such():
    assert version_of("0.10.2") > version_of("0.9.65535") and version_text(version_of("0.10.2")) == "0.10.2"
    for text in ("", "1", "1.2", "1.2.3.4", "1.2.x", "1.2.-3", "1.2.65536", "1..2", "1.2.3 ", "1.2.999999"):
        refusal(version_of, text)


def test_other_boards_older_versions_and_what_has_no_room_are_each_refused_with_why():
    here = ("board-1", (1, 2, 3), 1024, ROOT)
    reasons = [
        why_refused(head("board-2"), b"sign", *here),
        why_refused(head(version=(1, 2, 2)), b"sign", *here),
        why_refused(head(version=(0, 9, 9)), b"sign", *here),
        why_refused(head(size=1025), b"sign", *here),
        why_refused(head(), b"sign", "board-1", (1, 2, 3), 1024, b""),
        why_refused(head(), b"sign", *here),
    ]
    parts = (
        "board-2",
        "1.2.2 is older than 1.2.3",
        "0.9.9 is older",
        "1025 bytes",
        "knows no maker",
        "is not signed by",
    )
    for reason, part in zip(reasons, parts):
        assert part in reason, reason


def test_an_image_is_the_one_that_was_announced_to_the_last_bit():
    import hashlib

    announced = FirmwareHead("b", (1, 0, 0), len(IMAGE), hashlib.sha256(IMAGE).digest())
    assert is_image(announced, IMAGE) and not is_image(announced, IMAGE[:-1])
    assert not is_image(announced, IMAGE + b"\0") and not is_image(announced, b"\1" + IMAGE[1:])
