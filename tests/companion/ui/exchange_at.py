"""The app on a folder with an exchange, and a page on which K7 is signed in: who may send messages, as K8 may not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from viewmark.operators.accounts import GATEWAYS, OPERATORS_FILE, Accounts

from .conftest import PASSPHRASE, App, fill, sign_in
from .exchange_folder import fill_exchange


class Exchange:
    """The laptop's folder, the app on it, and the page."""

    def __init__(self, folder: Path, page: Page) -> None:
        self.folder = folder
        self.page = page
        fill(folder)
        self.accounts = Accounts(folder / OPERATORS_FILE)
        for name in ("K7", "K8"):
            self.accounts.add(name, PASSPHRASE)
        self.accounts.give("K7", GATEWAYS)
        self.app = App(folder)
        self.enter("K7")

    def enter(self, name: str) -> None:
        """Sign in, whoever was signed in before."""
        self.page.context.clear_cookies()
        self.page.goto(self.app.url)
        sign_in(self.page, name)
        self.page.wait_for_url(self.app.url + "/")

    def go(self, address: str) -> None:
        """Open one of the app's pages."""
        self.page.goto(self.app.url + address)


@pytest.fixture
def empty(tmp_path: Path, browser: Browser) -> Iterator[Exchange]:
    """A laptop that has checks, and nothing else yet."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    opened = Exchange(tmp_path / "laptop", page)
    yield opened
    page.close()
    opened.app.kill()


@pytest.fixture
def exchange(empty: Exchange) -> Exchange:
    """A laptop with messages in every state, an operation and reference tables."""
    drop = empty.folder / "drop"
    drop.mkdir()
    fill_exchange(empty.folder, drop)
    return empty
