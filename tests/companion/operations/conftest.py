"""A laptop's folder with generated checks, and what became of them."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.casework.casework import Casework
from viewmark.cli.casework import opened
from viewmark.exchange.demo import demo_checks
from viewmark.operations.plan import Plan, planned
from viewmark_protocol.checks import encode_check

LOG, DEVICE, RECEIVED_S = bytes(8), "VM-1", 1_790_100_000
DAY_S = 86_400
CHECKS = 200


class Desk(NamedTuple):
    """A laptop's archive and casework, and the plan of an action day at two posts on two days."""

    archive: Archive
    casework: Casework
    plan: Plan

    def filed(self) -> list[FiledCheck]:
        """Return every check, the oldest first."""
        return self.archive.checks(10_000)[::-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A laptop's folder."""
    return tmp_path / "laptop"


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    """Checks of four posts over three days, of which every seventh has a clock that was never set."""
    with ExitStack() as stack:
        archive, casework = opened(stack, folder)
        records: list[tuple[int, bytes]] = []
        for number, (_, check) in enumerate(demo_checks(CHECKS, seed=5), 1):
            check.opened.utc_s = 1_790_035_200 + number % 3 * DAY_S  # midnight, UTC, of 2026-09-22 and after
            check.opened.trust = "laptop" if number % 7 else "unset"
            records.append((number, encode_check(check)))
        archive.file_records(DEVICE, LOG, records, RECEIVED_S)
        plan = planned("action-day", "Action day", ["harbour", "rail yard"], "2026-09-22", "2026-09-23", ["parcels"])
        yield Desk(archive, casework, plan)
