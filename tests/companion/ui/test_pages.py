"""The pages in a real browser: what an operator sees, and what a hostile record cannot do."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from viewmark.archive.archive import Archive
from viewmark.archive.checks import RegisterAnswer
from viewmark_protocol.meanings import MEANINGS

from .conftest import DEVICE, DIGEST, LOG, App, candidate, empty, fill, id_of, mark, record

SIGNS = {"hit": "!!", "near": "~", "clear": "-", "untraceable": "X", "unchecked": "?"}


def test_lane_shows_word_and_sign_newest_first(app: App, page: Page) -> None:
    page.goto(app.url)
    rows = page.get_by_test_id("check-row")
    expect(rows).to_have_count(7)
    words = page.get_by_test_id("verdict-word").all_inner_texts()
    assert words == ["not readable", "clear", "unchecked", "untraceable", "clear", "near", "hit"]
    for row in rows.all()[1:]:
        word = row.get_by_test_id("verdict-word").inner_text()
        assert row.get_by_test_id("verdict-sign").inner_text() == SIGNS[word]
    expect(page).to_have_title("Lane – Viewmark")


def test_row_opens_with_the_keyboard(app: App, page: Page) -> None:
    page.goto(app.url)
    row = page.locator(f"[data-check-id='{id_of(2)}']")
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/check/{id_of(2)}")


def test_check_shows_reading_correction_photo_and_candidates(app: App, page: Page) -> None:
    page.goto(f"{app.url}/check/{id_of(2)}")
    expect(page.get_by_test_id("verdict-meaning")).to_have_text(MEANINGS["misread-possible"])
    expect(page.get_by_test_id("confirmed")).to_have_text("AB1234")
    expect(page.get_by_test_id("read")).to_have_text("A81234")
    expect(page.get_by_test_id("corrected")).to_be_visible()
    expect(page.get_by_test_id("position")).to_have_count(6)
    expect(page.get_by_test_id("alternative")).to_have_text(["B41 %"])
    expect(page.get_by_test_id("corrected-character")).to_have_text("B")
    expect(page.get_by_test_id("candidate")).to_have_count(2)
    expect(page.get_by_test_id("difference")).to_have_text(["8"])
    expect(page.get_by_test_id("disagreement")).to_have_text(["WALTHER"])
    photo = page.get_by_test_id("photo")
    expect(photo).to_have_attribute("src", f"/photo/{id_of(2)}/{DIGEST.hex()}")
    page.wait_for_function("document.querySelector('[data-testid=photo]').naturalWidth > 0")


def test_hostile_record_is_shown_as_text(app: App, page: Page) -> None:
    for address in ("/", f"/check/{id_of(6)}"):
        page.goto(app.url + address)
        serial = page.get_by_test_id("serial" if address == "/" else "confirmed").filter(has_text="<script>")
        expect(serial).to_have_count(1)
        page.wait_for_timeout(300)
        assert "owned" not in page.title()
        assert page.locator("img[src=x]").count() == 0
        assert page.locator("main script").count() == 0
    expect(page.get_by_test_id("confirmed")).to_contain_text("⟨U+202E⟩ABC")


def test_record_that_cannot_be_read_says_that_it_is_kept(app: App, page: Page) -> None:
    page.goto(f"{app.url}/check/{id_of(7)}")
    expect(page.get_by_test_id("unreadable-check")).to_contain_text("are kept as they came")


def test_unknown_check_leads_back(app: App, page: Page) -> None:
    page.goto(f"{app.url}/check/nothing")
    expect(page.get_by_test_id("unknown-check")).to_be_visible()
    page.get_by_role("link", name="Back to the lane").click()
    expect(page.get_by_test_id("check-row")).to_have_count(7)


def test_trouble_is_a_sentence(app: App, page: Page) -> None:
    page.goto(app.url)
    expect(page.get_by_test_id("trouble-handheld")).to_contain_text("Is the cable in", timeout=10_000)
    expect(page.get_by_test_id("trouble-register")).to_contain_text("That goes out by itself.", timeout=10_000)


def test_handhelds_show_both_counts(app: App, page: Page) -> None:
    page.goto(f"{app.url}/handhelds")
    handheld = page.locator(f"[data-device-id={DEVICE}]")
    expect(handheld.get_by_test_id("on-device")).to_have_text("7")
    expect(handheld.get_by_test_id("on-laptop")).to_have_text("7")
    expect(handheld.get_by_test_id("link")).to_have_text("not connected")
    expect(handheld.get_by_test_id("handheld-facts")).to_contain_text("version 3")


def test_demo_shows_handheld_lane_and_progress(app: App, page: Page) -> None:
    page.goto(f"{app.url}/demo")
    assert app.get("/api/state").status_code == 200
    page.request.post(app.url + "/api/demo", data={"what": "playing", "done": 3, "total": 12})
    expect(page.get_by_test_id("demo-sentence")).to_have_text("playing: 3 of 12")
    expect(page.get_by_test_id("handheld-frame")).to_be_visible()
    expect(page.get_by_test_id("check-row")).to_have_count(7)


def test_checks_arrive_live_and_are_paged(tmp_path: Path, page: Page) -> None:
    folder = tmp_path / "laptop"
    app = App(folder)
    archive = Archive(folder)
    try:
        page.goto(app.url)
        expect(page.get_by_test_id("lane-empty")).to_contain_text("plug its cable in")
        fill(folder)
        expect(page.get_by_test_id("check-row")).to_have_count(7)
        focused = page.locator(f"[data-check-id='{id_of(3)}']")
        focused.focus()
        more = [(n, record("clear", "not-on-list", [mark("serial", f"N{n}")])) for n in range(8, 53)]
        archive.file_records(DEVICE, LOG, more, 1_790_000_100)
        expect(page.get_by_test_id("check-row").first).to_have_attribute("data-check-id", id_of(52))
        expect(page.get_by_test_id("check-row")).to_have_count(50)
        expect(focused).to_be_focused()
        page.reload()
        page.get_by_test_id("older").click()
        page.wait_for_url(re.compile("before="))
        expect(page.get_by_test_id("check-row")).to_have_count(2)
        page.get_by_test_id("newer").click()
        expect(page.get_by_test_id("check-row")).to_have_count(50)
    finally:
        archive.close()
        app.kill()


def test_answer_appears_on_the_open_page(tmp_path: Path, page: Page) -> None:
    folder = tmp_path / "laptop"
    fill(folder)
    app = App(folder)
    archive = Archive(folder)
    try:
        archive.file_records(DEVICE, LOG, [(8, empty())], 1_790_000_100)
        page.goto(app.url)
        expect(page.get_by_test_id("verdict-word").first).to_have_text("empty")
        page.goto(f"{app.url}/check/{id_of(8)}")
        expect(page.get_by_test_id("check")).to_contain_text("This check holds no firearm.")
        page.goto(f"{app.url}/check/{id_of(1)}")
        expect(page.get_by_test_id("answer-word")).to_have_text("queued")
        found = [candidate("W9", "GGL812", "GLOCK", "stolen", "exact", [])]
        archive.answers.file(RegisterAnswer(DEVICE, LOG, 1, "hit", 1_790_000_200, found, "Register asked."))
        expect(page.get_by_test_id("answer-word")).to_have_text("!! hit")
        expect(page.get_by_test_id("candidate")).to_have_attribute("data-register-id", "W9")
    finally:
        archive.close()
        app.kill()
