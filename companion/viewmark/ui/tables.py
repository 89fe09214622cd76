"""Tables of the pages: headings, then rows whose cells are texts, or whatever a function puts there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode

from viewmark.ui.elements import box, link, text
from viewmark.ui.language import _

Cell = str | Callable[[], object]


@contextmanager
def table(headings: Sequence[str], test: str) -> Iterator[None]:
    """Open a table for `row`s; it scrolls by itself where a window is narrow."""
    with box("vm-scroll"), still_table(headings, test):
        yield


@contextmanager
def still_table(headings: Sequence[str], test: str = "") -> Iterator[None]:
    """Open a table for `row`s that does not scroll by itself."""
    with box("vm-table", "table", test):
        with box("", "thead"), box("", "tr"):
            for heading in headings:
                text(heading, tag="th")
        with box("", "tbody"):
            yield


def row(test: str, cells: Sequence[Cell]) -> None:
    """Put a row into the table that is open."""
    with box("", "tr", test):
        for one in cells:
            with box("", "td"):
                if isinstance(one, str):
                    text(one)
                else:
                    one()


def address(path: str, **query: str | int | None) -> str:
    """Return a page's address with what is asked of it, leaving out what is empty."""
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{given}" if given else path


def pages(label: str, said: str, newest: str, older: str) -> None:
    """Put the way to the other pages of a long list: to the newest, to the older ones; each empty where there is none.

    `said` tells what of the list is shown here.
    """
    with box("vm-pages", "nav", "pages") as ways:
        ways.props["aria-label"] = label
        if newest:
            link(_("Newest"), newest, test="newest")
        text(said)
        if older:
            link(_("Older"), older, test="older")
