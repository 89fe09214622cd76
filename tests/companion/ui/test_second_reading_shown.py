"""The second reading on the page of a check: both readings where they differ, and nothing corrected."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from .conftest import App, fill, id_of


def test_a_photo_that_says_another_serial_raises_a_flag(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path / "laptop")  # the check says AB1234, its photo GGL812
    app = App(tmp_path / "laptop", "--second-reading")
    page = browser.new_page()
    try:
        page.goto(f"{app.url}/check/{id_of(2)}")
        expect(page.get_by_test_id("reading-flag")).to_contain_text("another serial", timeout=60_000)
        expect(page.get_by_test_id("reading-confirmed")).to_have_text("AB1234")
        expect(page.get_by_test_id("reading-other")).to_have_text("GGL812")
        expect(page.get_by_test_id("confirmed")).to_have_text("AB1234")
        page.goto(app.url)
        expect(page.get_by_test_id("lane-flag")).to_have_count(1)
    finally:
        page.close()
        app.kill()


def test_without_a_photo_nothing_is_said(app: App, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{app.url}/check/{id_of(1)}")
    expect(page.get_by_test_id("weapon")).to_be_visible()
    expect(page.get_by_test_id("second-reading")).to_have_count(0)
    page.close()
