"""What the bar of a sync calls what is carried, and in what it counts it."""

import io

import pytest
from rich.console import Console

from viewmark.cli import carrying
from viewmark.devices.progress import Progress


@pytest.mark.parametrize(
    ("progress", "described"),
    [
        (Progress("VM-1", "checks", 3, 9), ("checks", "checks")),
        (Progress("VM-1", "photo", 1000, 9000, 2, 5), ("photo 2 of 5", "")),
        (Progress("VM-1", "photo", 1000, 9000), ("photo", "")),
        (Progress("VM-1", "list", 1, 2), ("list", "")),
        (Progress("VM-1", "register", 0, 1), ("asking the register", None)),
    ],
)
def test_what_is_carried_has_a_name_and_a_unit(progress: Progress, described: tuple[str, str | None]) -> None:
    assert carrying.describe(progress) == described


def test_it_shows_how_much_of_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(record=True, force_terminal=True, width=120, file=io.StringIO())
    monkeypatch.setattr(carrying, "err", console)
    with carrying.SyncBar(is_quiet=False) as bar:
        bar.report(Progress("VM-1", "photo", 12_000, 48_000, 2, 5))
        bar.report(Progress("VM-1", "photo", 24_000, 48_000, 2, 5))
        console.print(bar._progress.get_renderable())
    shown = console.export_text()
    assert "photo 2 of 5" in shown
    assert "24.0 kB of 48.0 kB" in shown


def test_what_is_new_begins_at_its_own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    with carrying.SyncBar(is_quiet=True) as bar:
        bar.report(Progress("VM-1", "photo", 48_000, 48_000, 1, 2))
        bar.report(Progress("VM-1", "photo", 9_000, 48_000, 2, 2))
        task = bar._progress.tasks[0]
        assert (task.completed, task.speed) == (9_000, None)
