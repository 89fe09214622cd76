"""The register publishes a whole list, then signed steps on it; keys follow one another with an endorsement."""

from collections.abc import Callable

import pytest

from viewmark.devices.list_file import OfflineListFile
from viewmark.lists.delta import Present
from viewmark.register.server.generate import generate
from viewmark.register.server.issuing import Issuing, ensure_issuer
from viewmark.register.server.listing import RENEW_AFTER_S, changes_since_base, published
from viewmark.register.server.store import RegisterStore
from viewmark_protocol.lists.header import HEADER_BYTES, decode_header
from viewmark_protocol.lists.signature import is_signed_by, root_message
from viewmark_protocol.lms import verify


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.now_s = 1_790_000_000


@pytest.fixture
def clock() -> Clock:
    """The register's clock."""
    return Clock()


@pytest.fixture
def store(new_store: Callable[[], RegisterStore], clock: Clock) -> RegisterStore:
    """A register with 1500 listed weapons."""
    store = new_store()
    store.now_s = lambda: clock.now_s
    generate(store, 3000, 0.5, seed=1, now_s=clock.now_s)
    ensure_issuer(store, 5)
    return store


def day(store: RegisterStore, clock: Clock, number: int) -> None:
    """Let a day pass on which one weapon is listed."""
    clock.now_s += RENEW_AFTER_S
    generate_one(store, number)


def generate_one(store: RegisterStore, number: int) -> None:
    from viewmark.register.server.generate import add_listed

    add_listed(store, f"NEW{number}4567", "GLOCK", "stolen")


def test_a_day_later_only_what_changed_is_published(store: RegisterStore, clock: Clock) -> None:
    first = published(store)
    day(store, clock, 1)
    second = published(store)
    assert (second.version, second.base.version) == (first.version + 1, first.version)
    (step,) = second.changes
    assert len(step.content) < len(first.base.content) / 2
    present = Present.of(first.base.content)
    present.apply(step.content)
    assert len(present.adds) == 1 and not present.removed


def test_steps_and_all_changes_at_once_lead_to_the_same_list(store: RegisterStore, clock: Clock) -> None:
    published(store)
    for number in range(3):
        day(store, clock, number)
        published(store)
    now = published(store)
    at_once = changes_since_base(store)
    assert at_once is not None
    by_steps, at_a_time = Present.of(now.base.content), Present.of(now.base.content)
    for one in now.changes:
        by_steps.apply(one.content)
    at_a_time.apply(at_once.content)
    assert (by_steps.adds, by_steps.removed, by_steps.version) == (at_a_time.adds, at_a_time.removed, at_a_time.version)
    held = OfflineListFile(now.base.content, tuple(one.content for one in now.changes), at_once.content)
    assert held.way_from(now.version) == []
    assert held.way_from(now.version - 1) == [now.changes[-1].content]
    assert held.way_from(now.base.version) == [at_once.content]  # one signature instead of three
    assert held.way_from(None) == [now.base.content, at_once.content]


def test_every_edition_is_signed_by_the_root_that_is_told(store: RegisterStore, clock: Clock) -> None:
    published(store)
    day(store, clock, 1)
    now = published(store)
    root = ensure_issuer(store).root
    for content in (now.base.content, now.changes[0].content):
        assert is_signed_by(content, [root])
        assert decode_header(content[:HEADER_BYTES]).signature_bytes > 1000


def test_the_last_signature_of_a_key_endorses_the_next_one(store: RegisterStore) -> None:
    first = ensure_issuer(store)
    with store.database.writing() as session:
        for number in range(31):
            assert verify(first.root, bytes([number]), Issuing(session).sign(bytes([number])))
        signature = Issuing(session).sign(b"more")
    second = ensure_issuer(store)
    assert second.number == 2
    assert verify(second.root, b"more", signature)
    assert verify(first.root, root_message(second.root), second.endorsement)
