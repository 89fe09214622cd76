"""Every page under axe: no serious violation, at 1280 x 720 and at 200 % zoom; nothing runs out of the window."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from viewmark.operators.accounts import GATEWAYS, OPERATORS_FILE, Accounts

from .conftest import PASSPHRASE, App, fill, id_of, sign_in
from .exchange_folder import WAITS, fill_exchange

NAMED = {"/": "lane", f"/check/{id_of(2)}": "check", f"/check/{id_of(6)}": "check-hostile"}
NAMED |= {f"/check/{id_of(7)}": "check-unreadable"} | {f"/{one}": one for one in ("search", "outbox", "handhelds")}
NAMED |= {f"/{one}": one for one in ("figures", "settings", "no-such-page")}
NAMED |= {f"/{one}": one for one in ("gateways", "operations", "reference")}
NAMED |= {f"/gateways/{WAITS.id}": "gateway-message", "/operations/action-day": "operation"}
NAMED |= {"/reference?kind=maker&find=Glock": "reference-search"}
PAGES = list(NAMED)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[App, Page]]:
    """The app on the filled folder, with K7 signed in."""
    folder = tmp_path_factory.mktemp("axe") / "laptop"
    fill(folder)
    fill_exchange(folder)
    Accounts(folder / OPERATORS_FILE).add("K7", PASSPHRASE)
    Accounts(folder / OPERATORS_FILE).give("K7", GATEWAYS)
    app = App(folder, "--device", "no-such-port")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(app.url)
    sign_in(page)
    expect(page.get_by_test_id("check-row")).to_have_count(7)
    yield app, page
    page.close()
    app.kill()


def keep_picture(page: Page, name: str) -> None:
    """Keep what a page shows where `make pictures` wants it: in the folder that VIEWMARK_PICTURES names."""
    if folder := os.environ.get("VIEWMARK_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def violations(page: Page) -> list[str]:
    """Return what axe calls serious or critical, a line each."""
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in serious]


@pytest.mark.parametrize("address", PAGES)
def test_no_serious_violation(signed: tuple[App, Page], address: str) -> None:
    app, page = signed
    page.goto(app.url + address)
    expect(page.get_by_test_id("operator")).to_be_visible()
    expect(page.get_by_test_id("operation-computing")).to_have_count(0, timeout=20_000)
    page.wait_for_timeout(300)
    keep_picture(page, NAMED[address])
    for form in page.locator("summary").all():
        form.click()
    page.wait_for_timeout(600)
    assert violations(page) == []


def test_the_sign_in_page_too(signed: tuple[App, Page], browser: Browser) -> None:
    page = browser.new_page()
    page.goto(signed[0].url + "/sign-in")
    expect(page.get_by_test_id("sign-in")).to_be_visible()
    keep_picture(page, "sign-in")
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("address", PAGES)
def test_at_double_zoom_nothing_is_out_of_reach(signed: tuple[App, Page], address: str) -> None:
    app, page = signed
    page.set_viewport_size({"width": 640, "height": 360})  # what 1280 x 720 has at 200 %
    page.goto(app.url + address)
    expect(page.get_by_test_id("operator")).to_be_attached()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
    page.set_viewport_size({"width": 1280, "height": 720})
