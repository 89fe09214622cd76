"""A sender that is killed at every line of its code, against another side at its worst: each message arrives once."""

import hashlib
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from viewmark.gateways.mailbox import Mailbox
from viewmark.gateways.message import Message

from .conftest import generated_messages
from .other_side import FAULTS, GOOD, OtherSide, Plan

SENDER = Path(__file__).with_name("sender.py")
MESSAGES = 200
Make = Callable[[Plan], OtherSide]
Live = Callable[[int, int], str]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="children are forks, and killed by SIGKILL")


@contextmanager
def sender(mailbox: Path, to: str) -> Iterator[Live]:
    """A function that lets a sender send so many messages, then live until a line; it returns how the sender ended."""
    command = [sys.executable, str(SENDER), str(mailbox), to]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        into, out = process.stdin, process.stdout

        def live(before: int, line: int) -> str:
            into.write(f"{before} {line}\n")
            into.flush()
            return out.readline().strip()

        yield live
        into.close()


def filled(path: Path, messages: list[Message]) -> Path:
    """Put messages into a mailbox."""
    mailbox = Mailbox(path)
    assert all(mailbox.put(messages, 0))
    mailbox.close()
    return path


def waiting(path: Path) -> int:
    mailbox = Mailbox(path)
    try:
        return mailbox.counts()["waiting"]
    finally:
        mailbox.close()


def faulty_at_first(seed: int) -> Plan:
    """Answer most messages wrongly, once or twice, each in a way of its own."""

    def plan(message_id: str, times: int) -> str:
        dice = random.Random(f"{seed} {message_id}")
        faults = [dice.choice(FAULTS) for _ in range(dice.choice((0, 0, 0, 1, 1, 2)))]
        return faults[times - 1] if times <= len(faults) else GOOD

    return plan


def check(path: Path, side: OtherSide, messages: list[Message]) -> None:
    """Everything arrived once, as it was put, and its receipt says so."""
    assert sorted(side.rows()) == sorted((one.id, one.id, one.digest) for one in messages)
    mailbox = Mailbox(path)
    entries = mailbox.entries()
    assert [(one.id, one.state) for one in entries] == [(one.id, "sent") for one in messages]
    assert all(
        one.receipt and (one.receipt["message_id"], one.receipt["digest"]) == (one.id, one.digest) for one in entries
    )
    mailbox.close()
    assert side.requests.total() > len(messages)  # it was sent again, and known again


def released(live: Live, path: Path) -> None:
    """Release dead letters and send them, as a person does: on a slow machine a side can be late forty times."""
    while True:
        mailbox = Mailbox(path)
        dead = [one.id for one in mailbox.entries("dead")]
        for message_id in dead:
            mailbox.release(message_id)
        mailbox.close()
        if not dead:
            return
        assert live(0, 0) == "done"


def lines_of_a_send(live: Live, path: Path) -> int:
    """Return how many lines one message takes, by killing at each until it is sent."""
    before = waiting(path)
    line = 0
    while waiting(path) == before:
        line += 1
        assert live(0, line) == "killed"
    return line


def test_killed_at_every_line_of_200_sends_to_a_faulty_side_each_arrives_once(tmp_path: Path, other_side: Make) -> None:
    messages, side, dice = generated_messages(MESSAGES), other_side(faulty_at_first(1)), random.Random(1)
    path = filled(tmp_path / "gateway.sqlite", messages)
    with sender(path, side.url) as live:
        lines = lines_of_a_send(live, path)
        kills = lines
        while live(dice.randrange(12), dice.randint(1, lines)) == "killed":
            kills += 1
        released(live, path)
    assert kills > 100
    check(path, side, messages)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(8))
def test_every_message_killed_at_every_line_of_its_own_send_arrives_once(
    tmp_path: Path, other_side: Make, seed: int
) -> None:
    messages = generated_messages(MESSAGES)[seed::8]
    side = other_side(faulty_at_first(seed))
    path = filled(tmp_path / "gateway.sqlite", messages)
    with sender(path, side.url) as live:
        while waiting(path):
            lines_of_a_send(live, path)
        assert live(0, 0) == "done"
        released(live, path)
    check(path, side, messages)


def test_killed_at_every_line_of_200_drops_into_a_folder_that_is_collected_each_arrives_once(tmp_path: Path) -> None:
    messages, dice = generated_messages(MESSAGES), random.Random(2)
    folder = tmp_path / "drop"
    folder.mkdir()
    path = filled(tmp_path / "gateway.sqlite", messages)
    ledger: dict[str, str] = {}
    dropped = 0

    def collect() -> int:
        """Take every file away, as the other system does; a name that is known must be the same file."""
        files = list(folder.glob("*.json"))
        for one in files:
            digest = hashlib.sha256(one.read_bytes()).hexdigest()
            assert ledger.setdefault(one.stem, digest) == digest
            one.unlink()
        return len(files)

    with sender(path, str(folder)) as live:
        lines = lines_of_a_send(live, path)
        dropped += collect()
        while live(dice.randrange(12), dice.randint(1, lines)) == "killed":
            dropped += collect()
    dropped += collect()
    assert ledger == {one.id: one.digest for one in messages}
    assert not list(folder.iterdir()) and waiting(path) == 0
    assert dropped > len(messages)  # some were taken away before it was noted, and known again
