"""A whole sync with a handheld that answers anything: an error that a person can read, a trouble, or a success."""

import asyncio
import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hostile import any_message, changed
from hypothesis import strategies as st
from peers import NONCE, Peer

import viewmark.devices.sync as sync_module
from viewmark.devices.list_file import OfflineListFile
from viewmark.devices.session import Session
from viewmark.errors import RefusedError
from viewmark.laptop import Laptop
from viewmark.lists.builder import Edition, build
from viewmark_protocol.errors import DeadlineError, ViewmarkError
from viewmark_protocol.messages.base import Message
from viewmark_protocol.messages.downward import ListWanted
from viewmark_protocol.messages.hello import Bye, Done, Failed, Hello
from viewmark_protocol.messages.records import LogRecord, PhotoPart, PullPhoto, PullRecords, Records

from ..companion.conftest import check_record, firearm, read_mark
from ..companion.laptop.conftest import Handheld, MemoryRegister, SealingHandheld, pair

PHOTO = bytes(range(256)) * 20
MOST_ANSWERS = 60
KEY = b"k" * 32
ROWS = [(f"ABC{number:04}", "GLOCK", "stolen") for number in range(600)]
LIST, _ = build(ROWS, KEY, Edition(3, 1000, 2000, "test"))
LONG_S = 60
LARGEST = (1 << 64) - 1


def record(photo: bytes | None, serial: str = "ABC123") -> bytes:
    """Return the bytes of a check of one weapon."""
    return check_record(firearm(read_mark(serial, photo=photo)))


class Liar:
    """A handheld as it should be, but for what `lie` makes of each of its answers."""

    def __init__(self, handheld: Handheld, lie: Any) -> None:
        self._handheld = handheld
        self._lie = lie
        self.asked: list[Message] = []

    async def answer(self, message: Message) -> Iterable[Message]:
        """Return what is said to a request."""
        if isinstance(message, Bye | Failed):
            return []
        self.asked.append(message)
        if len(self.asked) > MOST_ANSWERS:
            return []
        return self._lie(message, await self._honestly(message))

    async def _honestly(self, message: Message) -> list[Message]:
        if isinstance(message, Hello):
            return [await self._handheld.hello()]
        try:
            if isinstance(message, PullPhoto):
                return [part async for part in self._handheld.parts(message, PhotoPart)]
            return [await self._handheld.ask(message, Message)]
        except RefusedError as error:
            return [Failed(failure=error.failure or "refused", text=str(error))]
        except AssertionError:  # what this handheld was never taught
            return [Failed(failure="refused", text="This is not known here.")]


def with_photo(seals: bool) -> Handheld:
    """Return an honest handheld with two checks and a photo."""
    handheld = SealingHandheld() if seals else Handheld()
    digest = hashlib.sha256(PHOTO).digest()
    handheld.photos[digest] = PHOTO
    handheld.records = [record(digest), record(None, "B2")]
    return handheld


async def exchange(folder: Path, liars: Iterable[Liar]) -> list[ViewmarkError]:
    """Sync with one after the other on one laptop; return the errors in which that ended. Anything else is raised."""
    laptop = Laptop(folder, MemoryRegister())  # type: ignore[arg-type]
    laptop.carried.list_file = OfflineListFile(LIST)
    pair(laptop)
    errors: list[ViewmarkError] = []
    try:
        for liar in liars:
            peer = Peer(liar.answer)
            session = Session(peer, NONCE, None, now_ms=peer.clock.now_ms)
            try:
                async with asyncio.timeout(LONG_S):  # no wait takes real time but one that would never end
                    await laptop.handhelds.exchange(session, lambda progress: None, laptop.deliver)
            except ViewmarkError as error:
                errors.append(error)
            finally:
                await session.close()
                if peer.failed:
                    raise peer.failed
        laptop.left_aside()
        laptop.archive.checks()
        laptop.archive.devices()
    finally:
        laptop.close()
    return errors


def sync(*liars: Liar) -> list[ViewmarkError]:
    """As `exchange`, on a laptop that is new."""
    with TemporaryDirectory() as folder:
        return asyncio.run(exchange(Path(folder), liars))


def honest(seals: bool = False) -> Liar:
    """Return a handheld that does not lie."""
    return Liar(with_photo(seals), lambda message, answers: answers)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What yields each second yields each time."""
    monkeypatch.setattr(sync_module, "_YIELD_S", 0.0)


def test_an_honest_handheld_is_synced():
    for seals in (False, True):
        assert sync(honest(seals), honest(seals)) == []


def test_whatever_a_handheld_answers_a_sync_ends_in_words(fuzz):
    def holds(data):
        draw = data.draw

        def lie(message, answers):
            how = draw(st.sampled_from(["honest"] * 6 + ["field"] * 4 + ["any", "none", "twice", "refused", "all"]))
            if how == "honest":
                return answers
            if how == "field" and answers:
                place = draw(st.integers(0, len(answers) - 1))
                return [*answers[:place], draw(changed(answers[place])), *answers[place + 1 :]]
            if how == "any":
                return [draw(any_message())]
            if how == "none":
                return answers[:-1]
            if how == "refused":
                return [draw(changed(Failed(failure="refused", text="No.")))]
            if how == "all":
                return [draw(changed(one)) for one in answers]
            return answers * 2

        seals = draw(st.booleans())
        sync(Liar(with_photo(seals), lie), Liar(with_photo(seals), lie))

    fuzz(holds, st.data(), few=12)


@pytest.mark.parametrize("value", [(1 << 63) - 1, 1 << 63, LARGEST])
@pytest.mark.parametrize("field", ["first_sequence", "next_sequence", "acknowledged", "clock_s", "boot_count"])
def test_no_number_in_a_hello_is_too_large(field: str, value: int):
    def lie(message, answers):
        for one in answers:
            if isinstance(one, Hello):
                setattr(one, field, value)
        return answers

    for seals in (False, True):
        sync(Liar(with_photo(seals), lie))
        sync(honest(seals), Liar(with_photo(seals), lie))


def test_a_log_that_begins_beyond_every_bound_is_told_so():
    for seals in (False, True):

        def lie(message, answers):
            if isinstance(message, PullRecords):
                one = LogRecord(sequence=message.from_sequence, content=b"record")
                return [Records(log_id=message.log_id, records=[one], next_sequence=LARGEST)]
            for one in answers:
                if isinstance(one, Hello):
                    one.first_sequence, one.next_sequence = (1 << 63) + 5, LARGEST
            return answers

        (error,) = sync(Liar(with_photo(seals), lie))
        assert "beyond every bound" in str(error)


@pytest.mark.parametrize("size", [0, 1, 31, 33, 300, 4000])
def test_a_photo_whose_digest_is_none_is_left_aside(size: int):
    handheld = Handheld()
    handheld.records = [record(b"d" * size), record(None, "B2")]
    assert sync(Liar(handheld, lambda message, answers: answers)) == []


def test_a_photo_larger_than_any_is_left_aside():
    def lie(message, answers):
        if isinstance(message, PullPhoto):
            return [PhotoPart(digest=message.digest, offset=0, total_bytes=LARGEST, content=b"x")]
        return answers

    assert sync(Liar(with_photo(False), lie)) == []


def test_a_list_that_is_always_wanted_from_its_start_comes_to_an_end():
    asked = 0

    def lie(message, answers):
        nonlocal asked
        if any(isinstance(one, ListWanted) for one in answers):
            asked += 1
            return [ListWanted(offset=0)]
        return answers

    errors = sync(Liar(with_photo(False), lie))
    assert not any(isinstance(one, DeadlineError) for one in errors), "only the test's own limit has ended it"


def test_an_endless_flood_of_answers_that_nobody_asked_for_is_passed_over():
    liar = Liar(with_photo(False), lambda message, answers: [*answers, *[Done()] * 300])
    with contextlib.suppress(ViewmarkError):
        sync(liar)
