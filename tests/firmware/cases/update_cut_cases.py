"""The power goes while firmware comes, starts or is confirmed: what starts is whole, old or new."""

from flash import MODES, PowerCut
from images import file_of, image_bytes, pushed
from update_cases import NEWER, NEWEST, Board
from updates.choice import choose
from updates.slot import CONFIRMED, SLOTS

IMAGE, OLD = image_bytes(9000), image_bytes(5000)


def old_board():
    """Return a board whose first slot runs a confirmed firmware, and whose second holds one that was refused."""
    board = Board()
    pushed(board.receiver(1), file_of(NEWER, OLD))
    assert choose(board.slots()) == 0
    board.slots()[0].mark(CONFIRMED)
    pushed(board.receiver(0), file_of((8, 9, 9), image_bytes(7000)))
    return board


def rebooted(board):
    """Return the board with the power back."""
    after = Board()
    after.flashes = [one.rebooted() for one in board.flashes]
    return after


def whole_update(board):
    """Bring the new firmware, start it and confirm it."""
    pushed(board.receiver(0), file_of(NEWEST, IMAGE))
    number = choose(board.slots())
    board.slots()[number].mark(CONFIRMED)


def operations():
    board = old_board()
    before = board.flashes[1].operations
    whole_update(board)
    return board.flashes[1].operations - before


def cut_boards():
    """Yield `(mode, number, board)`, each board with the power gone at that operation of the update."""
    for number in range(operations()):
        for mode in MODES:
            board = old_board()
            flash = board.flashes[1]
            flash.cut, flash.mode = flash.operations + number, mode
            try:
                whole_update(board)
            except PowerCut:
                yield mode, number, rebooted(board)


def started(board):
    """Start the board; return the version and the image that start."""
    slot = board.slots()[choose(board.slots())]
    return slot.head.version, bytes(slot.image())


def test_after_every_cut_one_of_the_two_starts_and_is_whole():
    seen = set()
    for mode, number, board in cut_boards():
        version, image = started(board)
        assert (version, image) in ((NEWER, OLD), (NEWEST, IMAGE)), (mode, number)
        seen.add(version)
    assert seen == {NEWER, NEWEST}


def test_after_every_cut_a_second_start_without_confirmation_is_the_one_before():
    for mode, number, board in cut_boards():
        started(board)
        version, image = started(board)
        is_confirmed = board.slots()[1].is_confirmed
        assert (version, image) == ((NEWEST, IMAGE) if is_confirmed else (NEWER, OLD)), (mode, number)


def test_after_every_cut_the_update_can_be_brought_again_or_is_known_to_have_failed():
    for mode, number, board in cut_boards():
        started(board)
        slot = board.slots()[1]
        if slot.is_tried:
            continue  # it starts, or failed its one trial
        content = file_of(NEWEST, IMAGE)
        assert pushed(board.receiver(0), content).offset == len(content), (mode, number)
        assert started(board) == (NEWEST, IMAGE), (mode, number)
        assert not board.flashes[1].violations, (mode, number)


def test_a_cut_while_a_start_is_marked_leaves_a_board_that_starts():
    for mode in MODES:
        board = old_board()
        pushed(board.receiver(0), file_of(NEWEST, IMAGE))
        flash = board.flashes[1]
        flash.cut, flash.mode = flash.operations, mode
        try:
            choose(board.slots())
            raise AssertionError("the power did not go")
        except PowerCut:
            after = rebooted(board)
        assert started(after)[0] in (NEWER, NEWEST) and len(SLOTS) == 2, mode
