"""Firmware over the link: whole and signed it is tried once, confirmed or rolled back; all else is refused with why."""

from flash import RamFlash
from images import BOARD, ISSUER, OTHER, file_of, head_of, image_bytes, pushed
from updates.choice import choose
from updates.receiving import FirmwareReceiver
from updates.slot import CONFIRMED, SLOTS, FirmwareSlot
from version import SOFTWARE_VERSION
from viewmark_protocol.firmware_image import version_of
from viewmark_protocol.messages.firmware import FirmwareWanted, OfferFirmware, PushFirmwarePart
from viewmark_protocol.messages.hello import Failed

RUNNING = version_of(SOFTWARE_VERSION)
NEWER, NEWEST = (9, 0, 0), (9, 1, 0)


class Board:
    """A board with two slots, of which the first runs what its version says."""

    board = BOARD

    def __init__(self):
        self.flashes = [RamFlash(4096, 40, unit_bytes=16, zeroes=True) for _ in SLOTS]

    def partition(self, name):
        return self.flashes[SLOTS.index(name)]

    def slots(self):
        return [FirmwareSlot(one) for one in self.flashes]

    def receiver(self, running=0, root=ISSUER.root):
        return FirmwareReceiver(self, running, root)


def refused(board, content, root=ISSUER.root):
    """Return why a file is not taken."""
    answer = pushed(board.receiver(root=root), content)
    assert isinstance(answer, Failed), answer
    assert answer.failure == "refused"
    return answer.text


def test_a_signed_image_is_taken_whole_and_starts_next():
    board = Board()
    receiver = board.receiver()
    content = file_of(NEWER, image_bytes(9000))
    assert receiver.ready == "" and pushed(receiver, content).offset == len(content)
    assert receiver.ready == "9.0.0" and receiver.progress is None
    slots = board.slots()
    assert choose(slots, RUNNING) == 1 and bytes(slots[1].image()) == image_bytes(9000)
    assert not board.flashes[0].operations and not board.flashes[1].violations


def test_it_is_tried_once_and_stays_once_it_was_confirmed():
    board = Board()
    pushed(board.receiver(), file_of(NEWER, image_bytes(9000)))
    assert choose(board.slots(), RUNNING) == 1
    board.slots()[1].mark(CONFIRMED)
    for _ in range(3):
        assert choose(board.slots(), RUNNING) == 1


def test_one_that_was_not_confirmed_never_starts_again_and_is_not_taken_again():
    board = Board()
    content = file_of(NEWER, image_bytes(9000))
    pushed(board.receiver(), content)
    assert choose(board.slots(), RUNNING) == 1
    assert choose(board.slots(), RUNNING) is None and board.slots()[1].is_refused
    assert "did not start here" in refused(board, content)
    later = file_of(NEWEST, image_bytes(5000))
    assert pushed(board.receiver(), later).offset == len(later) and choose(board.slots(), RUNNING) == 1


def test_of_two_confirmed_ones_the_newer_starts_and_the_older_where_that_is_damaged():
    board = Board()
    for running, version in ((1, NEWER), (0, NEWEST)):
        pushed(board.receiver(running), file_of(version, image_bytes(9000)))
        number = 1 - running
        assert choose(board.slots(), RUNNING) == number
        board.slots()[number].mark(CONFIRMED)
    assert choose(board.slots()) == 1
    board.flashes[1].content[4096 + 17] ^= 1
    assert choose(board.slots()) == 0 and board.slots()[1].is_refused


def test_an_image_that_runs_already_is_not_brought_again():
    board = Board()
    content = file_of(RUNNING, image_bytes(100))
    answer = board.receiver().answer(OfferFirmware(head=head_of(content), total_bytes=len(content)))
    assert answer.offset == len(content) and not board.flashes[1].operations


def test_each_wrong_image_is_refused_with_its_own_reason_and_nothing_is_written():
    board = Board()
    image = image_bytes(900)
    good = file_of(NEWER, image)
    reasons = [
        refused(board, file_of(NEWER, image, board="other-board")),
        refused(board, file_of((0, 0, 9), image)),
        refused(board, file_of(NEWER, image_bytes(40 * 4096))),
        refused(board, file_of(NEWER, image, issuer=OTHER)),
        refused(board, good, root=b""),
        refused(board, good[:3] + b"?" + good[4:]),
        refused(board, good[:-1]),
    ]
    assert len(set(reasons)) == len(reasons), reasons
    for text, part in zip(
        reasons, ("other-board", "older", "more than", "not signed", "knows no maker", "no firmware")
    ):
        assert part in text, text
    changed = bytearray(head_of(good))
    for at in range(4, 80):  # every field of the head is signed
        changed[at] ^= 1
        answer = board.receiver().answer(OfferFirmware(head=bytes(changed), total_bytes=len(good)))
        assert isinstance(answer, Failed), at
        changed[at] ^= 1
    assert not board.flashes[0].operations and not board.flashes[1].operations


def test_an_image_that_is_not_the_signed_one_is_put_aside_and_asked_for_again():
    board = Board()
    content = bytearray(file_of(NEWER, image_bytes(9000)))
    content[-1] ^= 1
    assert "not the one that was signed" in refused(board, bytes(content))
    assert choose(board.slots(), RUNNING) is None
    content[-1] ^= 1
    assert pushed(board.receiver(), bytes(content)).offset == len(content)


def test_it_goes_on_where_the_line_broke_and_where_the_power_went():
    board = Board()
    content = file_of(NEWER, image_bytes(150_000))
    receiver = board.receiver()
    half = pushed(receiver, content, parts=90)
    assert isinstance(half, FirmwareWanted) and half.offset < len(content)
    again = receiver.answer(OfferFirmware(head=head_of(content), total_bytes=len(content)))
    assert again.offset == half.offset
    after = board.receiver().answer(OfferFirmware(head=head_of(content), total_bytes=len(content)))
    assert half.offset - 65536 < after.offset <= half.offset
    assert pushed(board.receiver(), content).offset == len(content)
    assert choose(board.slots(), RUNNING) == 1


def test_parts_that_were_not_asked_for_or_do_not_fit_are_refused():
    board = Board()
    receiver = board.receiver()
    assert receiver.answer(PushFirmwarePart(offset=0, content=b"x")).failure == "out-of-order"
    content = file_of(NEWER, image_bytes(9000))
    at = pushed(receiver, content, parts=1).offset
    for offset, part in ((at - 16, bytes(16)), (at + 16, bytes(16)), (0, bytes(16))):
        assert receiver.answer(PushFirmwarePart(offset=offset, content=part)).failure == "out-of-order"
    for part in (b"", bytes(17), bytes(9000)):
        assert receiver.answer(PushFirmwarePart(offset=at, content=part)).failure == "refused"
    assert pushed(receiver, content).offset == len(content)


def test_an_image_without_a_key_of_its_maker_takes_none():
    assert FirmwareReceiver(Board(), 0)._root == b""
