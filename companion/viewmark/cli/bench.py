"""`viewmark bench`: measurements, each a table or one JSON object."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from viewmark.bench.figures import Bench, Figure
from viewmark.cli.output import AsJson, err, print_json, print_table, progress_bar
from viewmark.errors import BenchError

app = typer.Typer(help="Measurements beside a limit or a peer, in one run.", no_args_is_help=True)

Quick = Annotated[bool, typer.Option("--quick", help="A smaller case, within 50 seconds.")]
Check = Annotated[bool, typer.Option("--check", help="Exit with 1 where a bar falls short.")]


@app.command()
def store(quick: Quick = False, check: Check = False, as_json: AsJson = False) -> None:
    """Measure the handheld's record ring beside littlefs.

    Example: viewmark bench store --quick
    """
    from viewmark.bench.store import measure

    _tell(measure(quick), check, as_json)


@app.command()
def read(
    images: Annotated[Path | None, typer.Option(help="A folder of crops; without one, fresh samples.")] = None,
    labels: Annotated[Path | None, typer.Option(help="Their labels; without it labels.json in the folder.")] = None,
    quick: Quick = False,
    check: Check = False,
    as_json: AsJson = False,
) -> None:
    """Measure the handheld's reader beside the laptop's on labelled pictures.

    Example: viewmark bench read --images crops --json
    """
    from viewmark.bench.read import measure

    with progress_bar("reading", as_json) as say:
        bench = measure(quick, images, labels, say)
    _tell(bench, check, as_json)


@app.command("list")
def offline_list(quick: Quick = False, check: Check = False, as_json: AsJson = False) -> None:
    """Measure the offline list of two million weapons beside its limit and SQLite.

    Example: viewmark bench list --quick
    """
    from viewmark.bench.lists import measure

    with progress_bar("list", as_json) as say:
        bench = measure(quick, say)
    _tell(bench, check, as_json)


@app.command()
def register(
    size: Annotated[str, typer.Option(help="How many weapons: 200k, 1M, 10M.")] = "1M",
    quick: Quick = False,
    check: Check = False,
    as_json: AsJson = False,
) -> None:
    """Measure the register's search under misread serials, beside pg_trgm, and its answers over HTTP.

    Example: viewmark bench register --size 10M
    """
    from viewmark.bench.register import QUICK_SIZE, measure

    count = QUICK_SIZE if quick else _count(size)
    with progress_bar("register", as_json) as say:
        bench = measure(count, quick, say)
    _tell(bench, check, as_json)


@app.command()
def link(quick: Quick = False, check: Check = False, as_json: AsJson = False) -> None:
    """Measure the link by cable and on the air, beside mpremote and bare notifications.

    Example: viewmark bench link --quick
    """
    from viewmark.bench.link import measure

    with err.status("The link") as status:
        bench = measure(quick, lambda text: status.update(f"{text} ..."))
    _tell(bench, check, as_json)


@app.command("app")
def laptop_app(quick: Quick = False, check: Check = False, as_json: AsJson = False) -> None:
    """Measure the laptop app's lane with 50 checks and with 50 000, in a real browser.

    Example: viewmark bench app --quick
    """
    from viewmark.bench.laptop_app import measure

    with progress_bar("app", as_json) as say:
        bench = measure(quick, say)
    _tell(bench, check, as_json)


def _count(text: str) -> int:
    """Return the number that `200k` or `10M` says."""
    unit = {"k": 1000, "M": 1_000_000}.get(text[-1:], 1)
    digits = text[:-1] if unit > 1 else text
    if not digits.isdigit() or int(digits) * unit < 1000:
        raise BenchError(f"{text} is no size of a register. Give 1000 or more, as 200k, 1M or 10M.")
    return int(digits) * unit


def _bar_of(figure: Figure) -> tuple[str, Text]:
    if figure.bar is None:
        return "", Text("")
    reached = Text("reached", style="green") if figure.ok else Text("short", style="red")
    return f"{figure.sense} {figure.bar:g}", reached


def _tell(bench: Bench, check: bool, as_json: bool) -> None:
    if as_json:
        print_json(bench.as_json())
    else:
        rows = [(figure.name, f"{figure.value:g} {figure.unit}", *_bar_of(figure)) for figure in bench.figures]
        print_table(f"bench {bench.name}", ("figure", "value", "bar", ""), rows)
    if check and not bench.ok:
        short = ", ".join(figure.name for figure in bench.figures if not figure.ok)
        raise BenchError(f"These fall short of their bar: {short}.")
