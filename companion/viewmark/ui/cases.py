"""Checks as the pages work on them: what was recorded, what stands after corrections, and what operators decide."""

import asyncio
from contextlib import closing
from typing import NamedTuple

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.archive.entries import Entry
from viewmark.archive.readings import Reading
from viewmark.casework.attachments import Attachment, Attachments
from viewmark.casework.referral import Fired
from viewmark.casework.second_reading import compared
from viewmark.casework.trace_request import TraceDraft
from viewmark.deskbook.settings import place
from viewmark.laptop import Laptop
from viewmark.ui.people import People
from viewmark_protocol.checks import Firearm, Link


class Seen(NamedTuple):
    """One photo's second reading beside the serial as it stands: its lines, and what disagrees, or None."""

    confirmed: str
    lines: list[str]
    nearest: str | None
    code: str | None
    disagrees: str | None
    error: str | None


class Cases:
    """The casework of a laptop, each act by who is signed in; CaseworkError where nobody is, or something lacks."""

    def __init__(self, laptop: Laptop, people: People) -> None:
        self._work = laptop.casework
        self._archive = laptop.archive
        self._attachments = Attachments(laptop.archive)
        self._desk_book = laptop.desk_book
        self._people = people

    def firearms(self, filed: FiledCheck) -> list[Firearm]:
        """Return a check's firearms as they stand now."""
        return self._work.firearms(filed)

    def links(self, filed: FiledCheck) -> list[Link]:
        """Return what a check is linked with."""
        return self._work.links(filed)

    def history(self, filed: FiledCheck) -> list[Entry]:
        """Return every entry to a check, oldest first."""
        return self._work.history(filed)

    def readings(self, filed: FiledCheck) -> list[Reading]:
        """Return the second readings of a check's photos."""
        return self._archive.readings.of(filed.key)

    def seen(self, filed: FiledCheck, readings: list[Reading]) -> list[Seen]:
        """Return second readings beside the serial of a check's first firearm as it stands."""
        confirmed = self._work.serial(filed) or ""
        seen = []
        for one in readings:
            lines = [str(text) for text, _ in one.content["lines"] if text]
            said = compared(confirmed, one.content) if confirmed else dict[str, str | None]()
            found = (said.get("nearest"), said.get("code"), said.get("disagrees"))
            seen.append(Seen(confirmed, lines, *found, one.content.get("error")))
        return seen

    def attachments(self, filed: FiledCheck) -> list[Attachment]:
        """Return what is attached to a check, oldest first."""
        return self._attachments.of(filed)

    async def attachment(self, token: str, filed: FiledCheck, sha256: str) -> bytes | None:
        """Return a file of a check by its SHA-256 in hex, None where the check has none such; opened in a thread.

        CaseworkError where nobody is signed in, ArchiveError where the file is damaged or gone.
        """
        self._people.name_of(token, "attachments are given to operators alone")
        found = [one for one in self._attachments.of(filed) if one.sha256 == sha256]
        return await asyncio.to_thread(self._opened, filed, found[0]) if found else None

    def _opened(self, filed: FiledCheck, one: Attachment) -> bytes:
        with closing(Archive(self._archive.folder)) as archive:  # the pages' own belongs to their thread
            return Attachments(archive).opened(filed, one)

    def trace(self, filed: FiledCheck, firearm: int = 0) -> TraceDraft:
        """Return the trace request of a firearm as it stands."""
        return self._work.trace(filed, firearm=firearm)

    def trace_given(self, filed: FiledCheck, firearm: int = 0) -> dict[str, str]:
        """Return what operators added to it."""
        return self._work.trace_given(filed, firearm)

    def firearms_asked(self, filed: FiledCheck) -> dict[int, int]:
        """Return which firearm each trace request of a check is for, counted from 0, by the request's number."""
        return self._work.firearms_asked(filed)

    def sent_traces(self, filed: FiledCheck) -> list[str]:
        """Return the ids of those that were sent."""
        return self._work.sent_traces(filed)

    def keep_trace(
        self, token: str, filed: FiledCheck, given: dict[str, str], is_sent: bool, firearm: int = 0
    ) -> list[str]:
        """Keep or send a firearm's trace request; return what is still missing."""
        return self._work.keep_trace(filed, self._who(token), given, is_sent, firearm).missing

    def referrals(self, filed: FiledCheck) -> list[Fired]:
        """Return the referral rules that fire for a check, and why."""
        return self._work.referrals(filed, place(self._desk_book))

    def assess(self, token: str, filed: FiledCheck, technical_state: str, stated: list[str]) -> None:
        """Say which kind of weapon it is."""
        self._work.assess(filed, self._who(token), technical_state, stated)

    def correct(
        self, token: str, filed: FiledCheck, firearm: int, component: str, kind: str, now: str, reason: str
    ) -> None:
        """Correct what a mark says."""
        self._work.correct(filed, self._who(token), firearm, component, kind, now, reason)

    def decide(self, token: str, filed: FiledCheck, register_id: str, word: str, reason: str) -> None:
        """Say whether a candidate is this weapon."""
        self._work.decide(filed, self._who(token), register_id, word, reason)

    def confirm(self, token: str, filed: FiledCheck, register_id: str, authority: str, reference: str) -> None:
        """Record that the owner of a record confirmed it."""
        self._work.confirm(filed, self._who(token), register_id, authority, reference)

    def link(self, token: str, filed: FiledCheck, kind: str, reference: str) -> None:
        """Link a check with somebody or something."""
        self._work.link(filed, self._who(token), kind, reference)

    def _who(self, token: str) -> str:
        return self._people.name_of(token, "every entry has its author")
