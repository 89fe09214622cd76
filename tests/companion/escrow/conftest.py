"""A real register for the focal point's commands, and the commands themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from viewmark.cli import focal_point, register
from viewmark.register.server.run import open_store
from viewmark.register.server.store import RegisterStore

from ..register.conftest import KEY, serving


@dataclass
class Served:
    """A register that answers at `url`, its store, and its folder."""

    url: str
    store: RegisterStore
    folder: Path

    @property
    def where(self) -> tuple[str, ...]:
        """The options that lead a command to it."""
        return ("--register-url", self.url, "--api-key", KEY)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An empty register that is running."""
    folder = tmp_path / "register"
    store = open_store(folder)
    with serving(store) as url:
        yield Served(url, store, folder)
    store.close()


class Commands:
    """The command line, with the words that lead to the focal point's and the register's commands."""

    def __init__(self) -> None:
        self._app = typer.Typer()
        self._app.add_typer(focal_point.app, name="focal-point")
        self._app.add_typer(register.app, name="register")

    def __call__(self, *arguments: str) -> Result:
        """Run one command; what it could not do is the result's `exception`."""
        return CliRunner().invoke(self._app, arguments)


@pytest.fixture
def viewmark() -> Commands:
    """Run `viewmark ARGUMENTS`."""
    return Commands()
