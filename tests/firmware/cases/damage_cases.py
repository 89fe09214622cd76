"""A handheld whose file store is damaged still starts, says so, refuses new checks, and gives what it holds."""

import asyncio

from checks import answers, files, photos
from disk import BLOCK_BYTES, MemoryPhoto
from flash import refusal
from issuer import ISSUER
from laptop import hello
from offered import KEY, list_bytes, push
from ports import StorageError
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.records import Acknowledge, PullRecords
from whole import Whole


def damaged():
    """Return a handheld with one check and a list, restarted after its file store was damaged."""
    whole = Whole()
    whole.answer_all()
    whole.check()
    files.write("taken/one", (bytes(5000),))
    whole.flashes["photos"].content[: 2 * BLOCK_BYTES] = bytes(2 * BLOCK_BYTES)
    whole.restart()
    return whole


def pages(whole):
    """Return what is shown of a start and of the first key."""
    whole.ports.keys.press("ok")
    whole.run_screens()
    return [texts for _, texts in whole.ports.screen.pages]


def test_it_says_so_and_refuses_new_checks():
    home, message = pages(damaged())[:2]
    assert home[1] == "STORE DAMAGED"
    assert message[0] == "STORE DAMAGED"
    assert "cannot be read" in " ".join(message)


def test_a_sync_pulls_and_acknowledges_the_checks():
    whole = damaged()
    laptop = whole.laptop()
    device = laptop.ask(hello())
    answer = laptop.ask(PullRecords(log_id=device.log_id, from_sequence=1, max_bytes=8192))
    assert [one.sequence for one in answer.records] == [1]
    assert isinstance(laptop.ask(Acknowledge(log_id=device.log_id, sequence=2)), Done)
    assert laptop.ask(hello()).acknowledged == 2


def test_photos_and_answers_are_refused_and_the_history_is_shown():
    whole = damaged()
    assert "cannot be read" in refusal(StorageError, photos.size_bytes, bytes(32))
    assert "cannot be read" in refusal(StorageError, answers.keep, b"log-0001", 1, "hit", 1, "")
    refusal(StorageError, photos.keep, MemoryPhoto(b"picture"), whole.app.ring, whole.random)
    assert whole.app._history_row(1)[0] == 1
    assert whole.app._history_row(1)[2] == "untraceable"


def test_a_list_is_taken_until_the_power_is_off():
    whole = damaged()
    whole.app.lists.take_key(KEY, ISSUER.root)
    push(whole.app.lists, list_bytes(5))
    assert whole.app.lists.version == 5


def test_a_flash_that_cannot_be_read_is_said_on_the_screen_and_nothing_is_touched():
    import main

    whole = Whole()
    whole.answer_all()
    whole.check()

    class Board:
        @staticmethod
        async def make_ports(argument):
            return whole.ports

    def failing(block, buffer, offset=0):
        raise OSError(5)

    flash = whole.flashes["records"]
    before, flash.readblocks, main.board = bytes(flash.content), failing, lambda name: Board

    async def work():
        try:
            await asyncio.wait_for(main.start("any", ""), 0.3)
        except asyncio.TimeoutError:
            pass

    asyncio.run(work())
    assert whole.ports.screen.pages[-1][1][0] == "NOT STARTED"
    assert flash.content == before
