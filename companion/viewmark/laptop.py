"""The laptop: what arrives from a handheld is filed, sent to the register, and its answers are brought down again."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck, RegisterAnswer, confirmed, confirmed_serial
from viewmark.archive.keystore import KeyStore
from viewmark.casework.casework import Casework
from viewmark.casework.inquiry import candidates_of
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.handheld_notes import note_on
from viewmark.devices.carried import Carried
from viewmark.devices.handhelds import Handhelds
from viewmark.devices.logkeys import LogKeys
from viewmark.devices.pairings import PAIRINGS_FILE, Pairings
from viewmark.devices.progress import Report
from viewmark.escrow.box import close_first_key
from viewmark.register.answers import Answer, Query
from viewmark.register.client import RegisterClient
from viewmark.register.delivery import (
    Delivery,
    check_key,
    deliver,
    escrow_key,
    put_check,
    put_check_again,
    put_escrow,
    put_photo,
    put_query,
    put_query_again,
)
from viewmark.register.errors import OutboxError, RegisterError, UnreachableError
from viewmark.register.outbox import Outbox
from viewmark.register.wire import SERIAL_LIMIT_CHARACTERS
from viewmark_protocol.checks import serial_mark
from viewmark_protocol.errors import ViewmarkError
from viewmark_protocol.lattice import likeliest, raw_text
from viewmark_protocol.messages.downward import Candidate
from viewmark_protocol.verdicts import UNTRACEABLE

_MOST_ALTERNATIVES = 16
_DELIVER_EVERY_S = 5.0

_NO_FOCAL_POINT = (
    "The register has no focal point to escrow keys for: handhelds keep their logs' first keys, and who finds one that"
    " is open can read its whole log. Have the register's keeper set one: `viewmark register focal-point`."
)
_OTHER_FOCAL_POINT = (
    "The register names another focal point than before: no key is escrowed for it. If the focal point has changed its"
    " key, say so here: `viewmark focal-point trust`."
)

logger = logging.getLogger("viewmark.laptop")


class Post(NamedTuple):
    """Who asks the register, and under which power: the purpose is part of every query."""

    post: str = "unnamed post"
    officer: str = "unnamed officer"
    legal_ground: str = "border check"


class Laptop:
    """Everything of the laptop that needs no screen. Its data lie in `folder`; `register` may be away at any time.

    `find_register` looks whether it has moved, and returns whether it is expected elsewhere now.
    """

    def __init__(
        self,
        folder: Path,
        register: RegisterClient,
        post: Post | None = None,
        find_register: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self.archive = Archive(folder)
        self.keys = KeyStore(folder / "keys.json")
        self.outbox = Outbox(folder / "outbox.sqlite")
        self.log_keys = LogKeys(self.archive, self.keys, self._is_escrowed)
        self._register = register
        self._find_register = find_register
        self._post = post or Post()
        self.pairings = Pairings(folder / PAIRINGS_FILE)
        self.desk_book = DeskBook(folder / DESK_BOOK_FILE)
        self.carried = Carried(folder, register, self.pairings, self.desk_book)
        self._escrow_trouble = ""
        self._enqueued_to = 0  # the number of the last check that was put into the outbox by this program
        self._is_marked = False
        self._filed = asyncio.Event()
        self.handhelds = Handhelds(
            self.archive, self.log_keys, self.pairings, self.carried, self.deliver_soon, self._is_lost
        )
        self._delivering = asyncio.Lock()
        self.casework = Casework(self.archive, self.outbox, self._ask_again, self.deliver_soon)

    def close(self) -> None:
        """Close the archive and the outbox."""
        self.archive.close()
        self.outbox.close()

    async def sync_once(self, where: str, report: Report = lambda progress: None, tries: int = 5) -> list[str]:
        """Sync one handheld once, register included, by cable (a serial port) or on the air (`radio:` and its id).

        Return the ids of the checks that were new. A line that breaks is tried again from where it was; the last try's
        error is raised.
        """
        return await self.handhelds.sync_once(where, report, self.ask_register, tries)

    async def ask_register(self) -> None:
        """Send the register what it does not have, ask it for every check, and get its newest list and roster."""
        await asyncio.gather(self.deliver(), self.carried.fetch())

    async def keep_delivering(self) -> None:
        """Empty the outbox whenever something was filed, and every few seconds, for ever."""
        while True:
            self._filed.clear()
            stopped = (await self.deliver()).stopped
            if isinstance(stopped, UnreachableError) and self._find_register and await self._find_register():
                self.outbox.release()
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_DELIVER_EVERY_S):
                    await self._filed.wait()

    def deliver_soon(self) -> None:
        """Have `keep_delivering` go on at once."""
        self._filed.set()

    async def serve(
        self,
        where: str,
        report: Report = lambda progress: None,
        trouble: Callable[[ViewmarkError], None] = lambda error: None,
    ) -> None:
        """Keep one handheld in sync for as long as it is there, again and again.

        What it files goes on to the register by `keep_delivering`, its list by `carried.keep`: these run beside it.
        """
        await self.handhelds.serve(where, report, trouble)

    def left_aside(self) -> list[str]:
        """Return what the last sync of each handheld had to leave aside, a sentence each."""
        sentences = [one for troubles in self.handhelds.troubles.values() for one in troubles.sentences()]
        return [*sentences, self._escrow_trouble] if self._escrow_trouble else sentences

    async def deliver(self) -> Delivery:
        """Send to the register what it does not have, ask it for every check, and file its answers."""
        async with self._delivering:
            now_s = int(time.time())
            while new := self.archive.not_in_register(self._enqueued_to):
                with self.outbox.together(), self.archive.together():
                    for filed in new:
                        self._enqueue(filed, now_s)
                self._enqueued_to = new[-1].number
                await asyncio.sleep(0.01)  # after days without a register there are thousands: pages go first
            for digest in self.archive.photos_not_in_register():
                if self.outbox.holds("photo", digest.hex()):
                    continue  # its bytes are there already: a register that is away must not cost a reading each round
                try:
                    content = await asyncio.to_thread(self.archive.photos.path(digest).read_bytes)
                except OSError as error:  # taken away by hand: the checks go out all the same
                    logger.warning("a photo cannot be read", extra={"photo": digest.hex(), "error": str(error)})
                else:
                    put_photo(self.outbox, content, now_s)
            await self._escrow(now_s)
            result = await deliver(self.outbox, self._register, time.time, self._file_answer)
            if result.sent or result.parked or not self._is_marked:
                self._mark_sent()
                self._is_marked = True
            if result.stopped is not None:
                logger.warning("register away", extra={"error": str(result.stopped)})
            return result

    async def _escrow(self, now_s: int) -> None:
        """Put the escrow of every key that the register does not have into the outbox: encrypted to the focal point."""
        waiting = [one for one in self.keys.all() if not self.outbox.holds("escrow", escrow_key(one[0], one[1]))]
        if not waiting:
            self._escrow_trouble = ""
            return
        try:
            public_key = await self._register.fetch_focal_point()
        except RegisterError as error:
            logger.warning("no focal point's key", extra={"error": str(error)})
            return
        self._escrow_trouble = ""
        if public_key is None:
            self._escrow_trouble = _NO_FOCAL_POINT
            return
        for device_id, log_id, first_key in waiting:
            try:
                box = close_first_key(public_key, device_id, log_id, first_key)
                if not self.keys.pin_focal_point(public_key):
                    self._escrow_trouble = _OTHER_FOCAL_POINT
                    return
                put_escrow(self.outbox, device_id, log_id, box, now_s)
            except ViewmarkError as error:  # one key that cannot be escrowed must not hold up the checks
                self._escrow_trouble = f"The key of {device_id} cannot be escrowed: {error}"

    def _is_lost(self, device_id: str) -> bool:
        return note_on(self.desk_book, device_id).lost_s > 0

    def _is_escrowed(self, device_id: str, log_id: bytes) -> bool:
        return self.outbox.is_done("escrow", escrow_key(device_id, log_id))

    def _enqueue(self, filed: FiledCheck, now_s: int) -> None:
        check = (*filed.key, filed.record, now_s)
        try:
            put_check(self.outbox, *check)
        except OutboxError as error:  # the archive's bytes are the true ones; the register tells where it has others
            if not put_check_again(self.outbox, *check):
                logger.warning("a check cannot be sent", extra={"check": filed.id, "error": str(error)})
        known = self.archive.answer(*filed.key)
        try:
            query = self._query(filed)
        except (AttributeError, LookupError, TypeError, ValueError, ViewmarkError) as error:
            # One odd record, whatever it holds, must not hold up the others.
            if known is None:
                text = f"The register cannot be asked about this record ({type(error).__name__}: {error})."
                self._file(*filed.key, "error", [], text)
            return
        if query is not None:
            key = _query_key(filed)
            with contextlib.suppress(OutboxError):  # it waits already, asked by whoever synced first
                put_query(self.outbox, key, query, now_s)
            if known is None or known.word == "queued":  # an archive that was begun anew lost what was answered
                put_query_again(self.outbox, key, query, now_s)
        if known is None:
            text = "Waits for the register." if query else "The register was not asked: there is no usable serial."
            word = "queued" if query else "none"
            self._file(*filed.key, word, [], text)

    def _query(self, filed: FiledCheck) -> Query | None:
        """Return what to ask for a check, None where there is no serial to ask for: no register can answer that."""
        if filed.check is None or not filed.check.firearms:
            return None
        recorded, firearm = filed.check.firearms[0], self.casework.firearms(filed)[0]
        mark = serial_mark(firearm)
        if mark is None or not mark.confirmed:
            return None
        if firearm.verdict.word == UNTRACEABLE and confirmed_serial(recorded) == mark.confirmed:
            return None
        lattice = [[(one.character, one.percent) for one in position] for position in mark.lattice]
        # A position without any character says nothing of the others; without alternatives the serial is still asked.
        is_usable = 0 < len(lattice) <= SERIAL_LIMIT_CHARACTERS and all(lattice)
        as_read = is_usable and raw_text(lattice) == mark.confirmed
        return Query(
            serial=mark.confirmed,
            maker=confirmed(firearm.marks, "maker"),
            model=confirmed(firearm.marks, "model"),
            calibre=confirmed(firearm.marks, "calibre"),
            officer=filed.check.officer or self._post.officer,
            post=filed.check.post or self._post.post,
            legal_ground=filed.check.legal_ground or self._post.legal_ground,
            check_id=filed.id,
            alternatives=tuple(likeliest(lattice, _MOST_ALTERNATIVES)) if as_read else (),
        )

    def _ask_again(self, filed: FiledCheck, entry: int) -> None:
        """Put the question about a check into the outbox anew, because the entry of this number corrected its marks."""
        query = self._query(filed)
        if query is None:
            return
        # A question of its own: the one before may be on its way just now, and is answered first.
        put_query(self.outbox, f"{_query_key(filed)}/{entry}", query, int(time.time()))
        text = "Waits for the register, with the corrected marks."
        self._file(*filed.key, "queued", [], text)
        self.deliver_soon()

    def _file_answer(self, key: str, answer: Answer) -> None:
        self._file(*_asked_for(key), answer.answer, candidates_of(answer), "")

    def _file(
        self, device_id: str, log_id: bytes, sequence: int, word: str, candidates: list[Candidate], text: str
    ) -> None:
        answer = RegisterAnswer(device_id, log_id, sequence, word, int(time.time()), candidates, text)
        self.archive.answers.file(answer)

    def _mark_sent(self) -> None:
        """Note in the archive what the outbox knows to be done; parked work becomes an answer `error`."""
        for check in self.archive.keys_not_in_register():
            if self.outbox.is_done("check", check_key(*check)):
                self.archive.is_in_register(*check)
        for digest in self.archive.photos_not_in_register():
            if self.outbox.is_done("photo", digest.hex()):
                self.archive.photo_is_in_register(digest)
        for item in self.outbox.parked():
            self._file_refusal(item.kind, item.key, item.error or "")

    def _file_refusal(self, kind: str, key: str, error: str) -> None:
        if kind != "query":
            return
        check = _asked_for(key)
        known = self.archive.answer(*check)
        if known is None or known.word == "queued":
            self._file(*check, "error", [], error)


def _query_key(filed: FiledCheck) -> str:
    """Return the key under which the question about a check lies in the outbox."""
    return f"{filed.device_id},{filed.id}"


def _asked_for(key: str) -> tuple[str, bytes, int]:
    """Return device id, log id and sequence of the check that a query's key names, with or without a correction."""
    device_id, _, check = key.rpartition(",")
    check = check.partition("/")[0]
    log_id, _, sequence = check.rpartition("-")
    return device_id, bytes.fromhex(log_id), int(sequence)
