"""The gateways, as the pages ask for them: how each stands, what its messages say, and sending them by who may.

What reads or sends waits for disks and networks: pages call it in a thread, and look at `passes` for what came of it.
"""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple

from viewmark.archive.archive import Archive
from viewmark.casework.messages import PUT, RELEASED, SENT, note_message
from viewmark.errors import CaseworkError
from viewmark.gateways.destinations import Destination, Destinations
from viewmark.gateways.entry import Entry
from viewmark.gateways.going_out import send_to
from viewmark.gateways.looking import Hold, MailboxLook, Tally
from viewmark.gateways.mailbox import MAILBOX_FILE, Mailbox
from viewmark.gateways.message import Message
from viewmark.gateways.profiles import PROFILES, profile
from viewmark.gateways.profiles.profile import Profile
from viewmark.gateways.sending import Sending
from viewmark.operators import accounts
from viewmark.ui.language import N_
from viewmark.ui.people import People
from viewmark_protocol.errors import ViewmarkError

MAY_NOT = N_(
    "You may not send messages to other systems, nor read them. Whoever keeps this laptop gives that right:"
    " `viewmark operators give`."
)


class Gateway(NamedTuple):
    """One profile with where its messages go, None where nobody said it, and how they stand; `hold` while away."""

    profile: Profile
    destination: Destination | None
    tally: Tally
    hold: Hold | None


class Pass(NamedTuple):
    """One pass of sending: what it did, or the error that it ended with; neither while it goes on."""

    result: Sending | None = None
    error: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.result is not None or bool(self.error)


class GatewayDesk:
    """The gateways of the laptop in `folder`; GatewayError and CaseworkError say what stands in the way."""

    def __init__(self, folder: Path, people: People) -> None:
        self._folder = folder
        self._people = people
        self._look = MailboxLook(folder)
        self._starting = Lock()
        self.passes: dict[str, Pass] = {}

    def all(self) -> list[Gateway]:
        """Return every gateway, set or not. In a thread."""
        tallies, holds = self._look.tallies(), self._look.holds()
        destinations = Destinations(self._folder).all()
        found = []
        for key, one in PROFILES.items():
            destination = destinations.get(key)
            hold = holds.get(destination.name) if destination else None
            found.append(Gateway(one, destination, tallies.get(key, Tally()), hold))
        return found

    def page(self, most: int, state: str = "", key: str = "", before: int | None = None) -> list[Entry]:
        """Return messages, the one put last first. In a thread."""
        return self._look.page(most, state, key, before)

    def entry(self, message_id: str) -> Entry | None:
        """Return a message without what it says, None where there is none. In a thread."""
        return self._look.entry(message_id)

    def message(self, token: str, entry: Entry) -> Message | None:
        """Return what a message says, to who may read it; None once it was sent. In a thread."""
        self.who_may(token)
        return self._look.message(entry)

    def may(self, token: str) -> bool:
        """Return whether who is signed in may send and read messages."""
        account = self._people.operator(token)
        return account is not None and accounts.GATEWAYS in account.rights

    def who_may(self, token: str) -> str:
        """Return the name of who is signed in and may send and read messages; CaseworkError for anybody else."""
        name = self._people.name_of(token, "messages to other systems are sent and read by operators alone")
        if not self.may(token):
            raise CaseworkError(MAY_NOT)
        return name

    def set_destination(self, token: str, key: str, to: str, api_key: str, is_nowhere: bool = False) -> None:
        """Say where the messages of a profile go, or that they wait. In a thread.

        The key that is kept stays where none is given for the same place.
        """
        self.who_may(token)
        destinations = Destinations(self._folder)
        before = destinations.all().get(key)
        if is_nowhere:
            destinations.remove(key)
        elif before is not None and before.to == to.strip() and not api_key.strip():
            return
        else:
            destinations.set(key, to, api_key)

    def send(self, token: str, key: str) -> None:
        """Begin to send what waits of a profile, in a thread of its own that may be killed at any moment."""
        who = self.who_may(token)
        to = Destinations(self._folder).find(profile(key).key)
        with self._starting:
            if (going := self.passes.get(key)) is not None and not going.is_over:
                return
            self.passes[key] = Pass()
        Thread(target=self._pass, args=(key, to, who), daemon=True).start()

    def release(self, token: str, entry: Entry, is_elsewhere: bool) -> None:
        """Let a dead letter be sent again, because a person removed the reason. In a thread."""
        who = self.who_may(token)
        with self._opened() as (archive, mailbox):
            mailbox.release(entry.id, is_elsewhere)
            _note(archive, [entry], RELEASED, who)

    def put(self, token: str, made: list[Message]) -> int:
        """Put messages into the mailbox; return how many were not there yet. In a thread. Any operator may."""
        who = self._people.name_of(token, "every entry has its author")
        with self._opened() as (archive, mailbox):
            are_new = mailbox.put(made, int(time.time()))
            entries = [mailbox.entry(one.id) for one, is_new in zip(made, are_new, strict=True) if is_new]
            _note(archive, entries, PUT, who)
        return len(entries)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Archive, Mailbox]]:
        with closing(Archive(self._folder)) as archive, closing(Mailbox(self._folder / MAILBOX_FILE)) as mailbox:
            yield archive, mailbox

    def _pass(self, key: str, to: Destination, who: str) -> None:
        try:
            with self._opened() as (archive, mailbox), mailbox.only_sender():
                result = asyncio.run(
                    send_to(mailbox, to.to, key, to.api_key, on_sent=lambda one: _note(archive, [one], SENT, who))
                )
        except (ViewmarkError, OSError, sqlite3.Error) as error:
            self.passes[key] = Pass(error=str(error))
        else:
            self.passes[key] = Pass(result)


def _note(archive: Archive, entries: list[Entry], act: str, who: str) -> None:
    for one in entries:
        note_message(archive, one, act, who, int(time.time()))
