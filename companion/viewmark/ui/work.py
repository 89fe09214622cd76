"""What the pages do with the register: ask it by hand, and look after what waits for it."""

from typing import NamedTuple

from viewmark.casework.inquiry import ask
from viewmark.laptop import Laptop, Post
from viewmark.register.client import RegisterClient
from viewmark.ui.people import People
from viewmark_protocol.messages.downward import Candidate

MOST_ITEMS = 200


class Waiting(NamedTuple):
    """One thing in the outbox: its kind, what it is about, how long it waits, how often it failed, and why."""

    id: int
    kind: str
    about: str
    age_s: int
    attempts: int
    error: str | None
    is_refused: bool


class Work:
    """The outbox and the inquiries of a laptop, by who is signed in."""

    def __init__(self, laptop: Laptop, client: RegisterClient, people: People, post: Post) -> None:
        self._laptop = laptop
        self._client = client
        self._people = people
        self.post = post

    def items(self, now_s: int) -> list[Waiting]:
        """Return what the register refused, then what waits, in the order in which it goes out."""
        outbox = self._laptop.outbox
        return [
            Waiting(one.id, one.kind, one.key[:80], one.age_s(now_s), one.attempts, one.error, state == "parked")
            for state in ("parked", "waiting")
            for one in outbox.listed(state, MOST_ITEMS)
        ]

    def try_now(self, token: str) -> None:
        """Send what waits at once."""
        self._who(token)
        self._laptop.outbox.try_now()
        self._laptop.deliver_soon()

    def send_again(self, token: str, item_id: int) -> None:
        """Send once more what the register refused, because a person removed the reason."""
        self._who(token)
        self._laptop.outbox.unpark(item_id)
        self._laptop.deliver_soon()

    async def inquire(self, token: str, serial: str, legal_ground: str, **more: str) -> list[Candidate]:
        """Ask the register by hand; CaseworkError where nobody is signed in or something lacks, else RegisterError."""
        return await ask(self._client, serial, self._who(token), self.post.post, legal_ground, **more)

    async def trace_states(self, trace_id: str) -> list[str]:
        """Return how a trace request stands at the register, a sentence for each state."""
        states = await self._client.fetch_trace(trace_id)
        return [f"{one['state']} {one.get('note', '')}".strip() for one in states]

    def _who(self, token: str) -> str:
        return self._people.name_of(token, "who asks is part of every question")
