"""How far a sync is, as a bar in the terminal: what is carried, how much of it, how fast, and for how long still."""

from rich.filesize import decimal
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from viewmark.cli.output import err, visible
from viewmark.devices.progress import Progress as SyncProgress

# what a sync says -> how it is called, and in what it is counted: bytes where that is empty
_CALLED = {"checks": ("checks", "checks"), "photo": ("photo", ""), "list": ("list", ""), "firmware": ("firmware", "")}
_DOING = {"greeted": "greeted", "register": "asking the register", "done": "done"}


class SyncBar:
    """Shows the reports of a sync while the context stands."""

    def __init__(self, is_quiet: bool) -> None:
        columns = (TextColumn("{task.description:<20}", markup=False), BarColumn(), _Done(), _Speed(), _Left())
        self._progress = Progress(*columns, console=err, disable=is_quiet, transient=True)
        self._task = self._progress.add_task("opening", total=None, unit=None)
        self._shown: tuple[str, str, int] | None = None

    def __enter__(self) -> "SyncBar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def report(self, progress: SyncProgress) -> None:
        """Take what the sync tells; what is new begins at its own pace."""
        described, unit = describe(progress)
        shown = (progress.device_id, progress.what, progress.place)
        if shown != self._shown:
            self._shown, before = shown, self._task
            self._task = self._progress.add_task(described, total=None, unit=unit)
            self._progress.remove_task(before)
        if unit is not None:
            self._progress.update(self._task, completed=progress.done, total=progress.total)


def describe(progress: SyncProgress) -> tuple[str, str | None]:
    """Return what is carried in words, and its unit: empty for bytes, None for what is not counted."""
    if progress.what not in _CALLED:
        return _DOING.get(progress.what, visible(progress.what)), None
    name, unit = _CALLED[progress.what]
    return f"{name} {progress.place} of {progress.places}" if progress.places > 1 else name, unit


class _Done(ProgressColumn):
    """How much of how much."""

    def render(self, task: Task) -> Text:
        unit = task.fields.get("unit")
        if unit is None or task.total is None:
            return Text("")
        done, total = int(task.completed), int(task.total)
        return Text(f"{done} of {total} {unit}" if unit else f"{decimal(done)} of {decimal(total)}")


class _Speed(ProgressColumn):
    """How much a second."""

    def render(self, task: Task) -> Text:
        unit = task.fields.get("unit")
        if unit is None or not task.speed:
            return Text("")
        return Text(f"{task.speed:.0f} {unit}/s" if unit else f"{decimal(int(task.speed))}/s", style="dim")


class _Left(TimeRemainingColumn):
    """How long still."""

    def render(self, task: Task) -> Text:
        if task.fields.get("unit") is None or not task.speed:
            return Text("")
        return Text.assemble(super().render(task), " left")
