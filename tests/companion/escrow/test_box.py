"""A log's first key, closed for the focal point: only its private key opens it, and only as that log's."""

import pytest

from viewmark.escrow.box import close_first_key, open_each, open_first_key
from viewmark.escrow.errors import EscrowError
from viewmark.escrow.focal_point import make_private_key, public_key_of
from viewmark.escrow.limits import BOX_LIMIT_BYTES

PRIVATE_KEY = bytes(range(32))
PUBLIC_KEY = public_key_of(PRIVATE_KEY)
LOG = bytes(range(8))
FIRST_KEY = bytes(range(100, 132))

# Made once, and never to be made again: what is escrowed today must open for as long as there are logs.
KEPT_BOX = bytes.fromhex(
    "564d45317fd4440750ed7d4ab951b4d68bc0b5814e5879be3f411fce82382dd308aca043a22b0d6d8df5121284146633"
    "5f122ac9496b37865d3f0fefaf83ac3d5e2c25b3bb14684fc71a4171630fb114884bba73"
)


def test_what_is_closed_with_the_public_key_opens_with_the_private_one() -> None:
    box = close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY)
    assert open_first_key(PRIVATE_KEY, "VM-1", LOG, box) == FIRST_KEY
    assert FIRST_KEY not in box and len(box) == 84 < BOX_LIMIT_BYTES


def test_no_two_boxes_of_the_same_key_are_equal() -> None:
    assert len({close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY) for _ in range(5)}) == 5


def test_a_box_that_was_made_once_opens_for_ever() -> None:
    assert open_first_key(PRIVATE_KEY, "VM-é 1", LOG, KEPT_BOX) == FIRST_KEY


@pytest.mark.parametrize(
    ("device_id", "log_id"),
    [
        ("VM-2", LOG),
        ("VM-1 ", LOG),
        ("vm-1", LOG),
        ("", LOG),
        ("VM-1", bytes(8)),
        ("VM-1\x00", b"\x01\x02\x03\x04\x05\x06\x07\x08"),  # what moves from the log's id to the device's
    ],
)
def test_a_box_passed_off_as_another_log_s_does_not_open(device_id: str, log_id: bytes) -> None:
    box = close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY)
    with pytest.raises(EscrowError, match="Check the device's and the log's id"):
        open_first_key(PRIVATE_KEY, device_id, log_id, box)


def test_a_box_with_any_byte_changed_does_not_open() -> None:
    box = close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY)
    for place in range(len(box)):
        changed = box[:place] + bytes((box[place] ^ 0x80,)) + box[place + 1 :]
        # The topmost bit of an X25519 point is not part of it (RFC 7748 section 5), but of what HPKE binds.
        with pytest.raises(EscrowError):
            open_first_key(PRIVATE_KEY, "VM-1", LOG, changed)


@pytest.mark.parametrize("size", [0, 3, 4, 36, 83])
def test_a_box_that_was_cut_off_does_not_open(size: int) -> None:
    box = close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY)
    with pytest.raises(EscrowError):
        open_first_key(PRIVATE_KEY, "VM-1", LOG, box[:size])


def test_a_box_with_bytes_behind_it_does_not_open() -> None:
    box = close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY)
    with pytest.raises(EscrowError):
        open_first_key(PRIVATE_KEY, "VM-1", LOG, box + b"\x00")


def test_another_private_key_opens_nothing() -> None:
    box = close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY)
    with pytest.raises(EscrowError, match="closed for another focal point"):
        open_first_key(make_private_key(), "VM-1", LOG, box)


@pytest.mark.parametrize("public_key", [b"", bytes(31), bytes(33), bytes(32), b"\x01" + bytes(31)])
def test_a_public_key_under_which_nothing_is_secret_is_refused(public_key: bytes) -> None:
    with pytest.raises(EscrowError, match="set it again"):
        close_first_key(public_key, "VM-1", LOG, FIRST_KEY)


@pytest.mark.parametrize(
    ("device_id", "log_id", "first_key", "what_to_do"),
    [
        ("VM-1", LOG, bytes(31), "Pair the handheld again"),
        ("VM-1", bytes(7), FIRST_KEY, "Copy it from the list"),
        ("VM-\ud800", LOG, FIRST_KEY, "enrolled again"),
    ],
)
def test_a_key_or_an_id_of_another_form_is_not_closed(
    device_id: str, log_id: bytes, first_key: bytes, what_to_do: str
) -> None:
    with pytest.raises(EscrowError, match=what_to_do):
        close_first_key(PUBLIC_KEY, device_id, log_id, first_key)


def test_a_private_key_of_another_size_is_refused() -> None:
    with pytest.raises(EscrowError, match="Name its key file"):
        open_first_key(bytes(31), "VM-1", LOG, KEPT_BOX)


def test_of_many_boxes_those_that_open_give_each_key_once_in_their_order() -> None:
    other_key = bytes(32)
    boxes = [
        b"rubbish",
        close_first_key(public_key_of(make_private_key()), "VM-1", LOG, FIRST_KEY),
        close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY),
        close_first_key(PUBLIC_KEY, "VM-1", LOG, other_key),
        close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY),
    ]
    assert open_each(PRIVATE_KEY, "VM-1", LOG, boxes) == [FIRST_KEY, other_key]


def test_no_box_and_none_that_opens_are_told_apart() -> None:
    with pytest.raises(EscrowError, match="holds no box of this log"):
        open_each(PRIVATE_KEY, "VM-1", LOG, [])
    with pytest.raises(EscrowError, match="does not open"):
        open_each(make_private_key(), "VM-1", LOG, [close_first_key(PUBLIC_KEY, "VM-1", LOG, FIRST_KEY)])
