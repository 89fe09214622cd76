"""An archive in a folder of its own, and check records as a handheld would write them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from viewmark.archive.archive import Archive
from viewmark_protocol.messages.hello import Hello

from ..conftest import check_record, firearm, read_mark

Record = Callable[..., bytes]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    one = Archive(tmp_path / "laptop")
    yield one
    one.close()


@pytest.fixture
def record() -> Record:
    """Make the bytes of a check of one weapon: `record(serial, photo=None, maker=None)`."""

    def make(serial: str, photo: bytes | None = None, maker: str | None = None) -> bytes:
        marks = [read_mark(serial, photo=photo)] + ([read_mark(maker, "maker")] if maker else [])
        return check_record(firearm(*marks))

    return make


@pytest.fixture
def hello() -> Callable[..., Hello]:
    """Make what the handheld VM-1 says of itself, with three checks in its log: `hello(**what_is_other)`."""

    def make(**other: object) -> Hello:
        values = {
            "protocol_version": 1,
            "role": "handheld",
            "device_id": "VM-1",
            "software_version": "1",
            "max_message_bytes": 4096,
            "clock_s": 1_790_000_000,
            "clock_trust": "laptop",
            "boot_count": 1,
            "log_id": bytes(8),
            "first_sequence": 1,
            "next_sequence": 4,
            "acknowledged": 1,
            "list_version": None,
        }
        return Hello(**(values | other))

    return make
