"""The lane's filters, keys and sound."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from viewmark.archive.archive import Archive

from .conftest import DEVICE, LOG, OPENED_S, App, fill, mark, record


def words(page: Page) -> list[str]:
    """Return the verdicts of the lines."""
    return page.get_by_test_id("verdict-word").all_inner_texts()


def test_a_verdict_is_filtered_and_the_address_keeps_it(app: App, page: Page) -> None:
    page.goto(app.url)
    page.get_by_test_id("filter-verdict").select_option("near")
    page.get_by_test_id("filter-send").click()
    page.wait_for_url("**/?verdict=near*")
    assert words(page) == ["near"]
    expect(page.get_by_test_id("filter-verdict")).to_have_value("near")
    page.get_by_test_id("filter-none").click()
    expect(page.get_by_test_id("check-row")).to_have_count(7)


def test_a_part_of_serial_or_maker_finds_its_checks(app: App, page: Page) -> None:
    for find, count in (("ggl8", 1), ("cz", 1), ("glock", 3), ("%", 0), ("' OR 1=1 --", 0), ("nothing", 0)):
        page.goto(app.url)
        page.get_by_test_id("filter-text").fill(find)
        page.keyboard.press("Enter")
        page.wait_for_url("**find=*")
        expect(page.get_by_test_id("check-row")).to_have_count(count)
    expect(page.get_by_test_id("lane-empty")).to_contain_text("No check fits")


def test_hostile_filters_are_only_texts(app: App, page: Page) -> None:
    page.goto(app.url + "/?verdict=<script>&device=%22%3E%3Cscript%3Edocument.title='owned'</script>&find=%3Cb%3E")
    expect(page.get_by_test_id("lane-empty")).to_be_visible()
    assert page.title() == "Lane – Viewmark"


def test_keys_find_walk_and_open(app: App, page: Page) -> None:
    page.goto(app.url)
    page.keyboard.press("/")
    expect(page.get_by_test_id("filter-text")).to_be_focused()
    page.get_by_test_id("filter-text").blur()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_test_id("check-row").nth(1)).to_be_focused()


def test_a_hit_that_arrives_is_heard_and_said_unless_muted(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path / "laptop")
    app = App(tmp_path / "laptop")
    page = browser.new_page()
    try:
        page.goto(app.url)
        expect(page.get_by_test_id("check-row")).to_have_count(7)
        assert page.evaluate("vmSounded") == 0
        arrive(app, 8, "hit")
        expect(page.get_by_test_id("hit-alert")).to_have_text("Hit: GGL813 GLOCK")
        page.wait_for_function("vmSounded === 1")
        page.keyboard.press("m")
        expect(page.get_by_test_id("mute")).to_have_text("Sound off")
        arrive(app, 9, "hit")
        expect(page.get_by_test_id("check-row")).to_have_count(9)
        arrive(app, 10, "clear")
        expect(page.get_by_test_id("check-row")).to_have_count(10)
        assert page.evaluate("vmSounded") == 1
    finally:
        page.close()
        app.kill()


def arrive(app: App, sequence: int, word: str) -> None:
    """File one more check, as a sync does."""
    archive = Archive(app.folder)
    reason = "serial-and-maker-listed" if word == "hit" else "not-on-list"
    made = record(word, reason, [mark("serial", "GGL813"), mark("maker", "GLOCK")])
    archive.file_records(DEVICE, LOG, [(sequence, made)], OPENED_S + 60)
    archive.close()
