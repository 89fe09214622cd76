"""The settings page: place and retention are kept by who is signed in, the roster is shown, damage is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from viewmark.casework.referral import Place
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.roster import keep_roster
from viewmark.deskbook.settings import place, retention_days
from viewmark.operators.accounts import OPERATORS_FILE, Accounts
from viewmark.register.roster import RosterEntry

from .conftest import HOSTILE, PASSPHRASE, App, fill, sign_in


@pytest.fixture
def book(tmp_path: Path) -> DeskBook:
    """The laptop's desk book, with one officer on its roster."""
    fill(tmp_path / "laptop")
    made = DeskBook(tmp_path / "laptop" / DESK_BOOK_FILE)
    keep_roster(made, [RosterEntry(HOSTILE, "north", 1_790_000_000)])
    return made


@pytest.fixture
def app(book: DeskBook, tmp_path: Path) -> Iterator[App]:
    """The app on it."""
    running = App(tmp_path / "laptop")
    yield running
    running.kill()


def test_settings_are_kept_by_who_is_signed_in(app: App, book: DeskBook, page: Page) -> None:
    page.goto(app.url + "/settings")
    page.get_by_test_id("settings-days").fill("90")
    page.get_by_test_id("settings-retention-keep").click()
    expect(page.get_by_test_id("settings-retention-said")).to_contain_text("Sign in first")
    Accounts(app.folder / OPERATORS_FILE).add("K7", PASSPHRASE)
    page.goto(app.url + "/settings")
    sign_in(page)
    page.wait_for_url("**/settings")
    page.get_by_test_id("settings-days").fill("-1")
    page.get_by_test_id("settings-retention-keep").click()
    expect(page.get_by_test_id("settings-retention-said")).to_contain_text("whole number")
    page.get_by_test_id("settings-days").fill("90")
    page.get_by_test_id("settings-retention-keep").click()
    expect(page.get_by_test_id("settings-retention-said")).to_have_text("Kept.")
    expect(page.get_by_test_id("settings-border")).to_have_value("")
    page.get_by_test_id("settings-border").fill("120")
    page.get_by_test_id("settings-customs").select_option("no")
    page.get_by_test_id("settings-place-keep").click()
    expect(page.get_by_test_id("settings-place-said")).to_have_text("Kept.")
    assert (retention_days(book), place(book)) == (90, Place(120, False))
    page.reload()
    expect(page.get_by_test_id("settings-border")).to_have_value("120")
    expect(page.get_by_test_id("settings-customs")).to_have_value("no")


def test_the_roster_is_shown_as_text(app: App, page: Page) -> None:
    page.goto(app.url + "/settings")
    expect(page.get_by_test_id("roster-entry")).to_contain_text("<script>")
    page.wait_for_timeout(300)
    assert "owned" not in page.title()


def test_a_damaged_desk_book_is_said(app: App, page: Page) -> None:
    (app.folder / DESK_BOOK_FILE).write_text("{")
    page.goto(app.url + "/settings")
    page.goto(app.url + "/")
    expect(page.get_by_test_id("trouble-laptop")).to_contain_text("put aside")
