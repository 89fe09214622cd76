"""Messages of generated checks, a mailbox, and the other side: a real HTTP server with a ledger."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from viewmark.archive.checks import FiledCheck
from viewmark.exchange.demo import LOG_ID, demo_checks
from viewmark.gateways.mailbox import Mailbox
from viewmark.gateways.message import Message, codes, make_message
from viewmark.gateways.profiles import profile
from viewmark_protocol.checks import Check

from .other_side import OtherSide, Plan

CODES = codes("H1", "B", "2")
GIVEN = {"type": "pistol", "priority": "routine", "crime_code": "5299", "circumstances": "in a lorry"}


def filed(number: int, check: Check) -> FiledCheck:
    """Return a check as the archive gives it out."""
    return FiledCheck(number, "handheld-7", bytes.fromhex(LOG_ID), number, b"", 0, False, check)


def generated_messages(count: int, key: str = "siena") -> list[Message]:
    """Return so many messages of generated checks."""

    def made() -> Iterator[Message]:
        for number, (_, check) in enumerate(demo_checks(), 1):
            links = check.links
            yield from profile(key).messages(
                filed(number, check), check.firearms, links, [GIVEN] * len(check.firearms), CODES, "AT"
            )

    return list(islice(made(), count))


def message_saying(text: str) -> Message:
    """Return a message that says something."""
    return make_message("siena", "SIENA", "none", "AT", *CODES, "check-1", {"text": text})


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    """An empty mailbox, whose waiting times have no chance in them."""
    opened = Mailbox(tmp_path / "laptop" / "gateway.sqlite", random=lambda: 1.0)
    yield opened
    opened.close()


@pytest.fixture
def other_side(tmp_path: Path) -> Iterator[Callable[[Plan], OtherSide]]:
    """Makes other sides that answer by a plan."""
    running: list[OtherSide] = []

    def make(plan: Plan) -> OtherSide:
        running.append(OtherSide(tmp_path / f"ledger-{len(running)}.sqlite", plan))
        return running[-1]

    yield make
    for one in running:
        one.close()
