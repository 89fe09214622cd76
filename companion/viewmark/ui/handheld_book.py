"""Naming handhelds, and reporting one lost, as the pages do it: by who is signed in."""

import time
from collections.abc import Awaitable, Callable

from viewmark.deskbook.desk_book import DeskBook
from viewmark.deskbook.handheld_notes import MOST_CHARACTERS, HandheldNote, keep_note, note_on
from viewmark.errors import CaseworkError
from viewmark.ui.people import People


class HandheldBook:
    """What operators note of handhelds; `unpair` ends the trust in one."""

    def __init__(self, book: DeskBook, people: People, unpair: Callable[[str], Awaitable[bool]]) -> None:
        self._book = book
        self._people = people
        self._unpair = unpair

    def note(self, device_id: str) -> HandheldNote:
        """Return what is noted of a handheld."""
        return note_on(self._book, device_id)

    def rename(self, token: str, device_id: str, name: str) -> None:
        """Call a handheld by a name here; an empty one takes the name away."""
        self._who(token)
        name = name.strip()
        if len(name) > MOST_CHARACTERS or not (name == "" or name.isprintable()):
            raise CaseworkError(f"A name has at most {MOST_CHARACTERS} printable characters.")
        keep_note(self._book, self.note(device_id)._replace(name=name))

    async def report_lost(self, token: str, device_id: str) -> None:
        """Trust a handheld no more, and refuse to pair with it, until it is reported found."""
        who = self._who(token)
        keep_note(self._book, self.note(device_id)._replace(lost_s=int(time.time()), lost_by=who))
        await self._unpair(device_id)

    def report_found(self, token: str, device_id: str) -> None:
        """Let a handheld that was lost be paired again."""
        self._who(token)
        keep_note(self._book, self.note(device_id)._replace(lost_s=0, lost_by=""))

    def _who(self, token: str) -> str:
        return self._people.name_of(token, "who names a handheld, or reports it lost, is on record")
