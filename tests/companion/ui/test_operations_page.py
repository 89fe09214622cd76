"""The operations: planned, looked at with their indicators, joined and left by who is signed in."""

import csv
import io
import json

from playwright.sync_api import Page, expect

from viewmark.deskbook.desk_book import DESK_BOOK_FILE

from .conftest import App, id_of
from .exchange_at import Exchange
from .exchange_at import empty as empty
from .exchange_at import exchange as exchange
from .exchange_folder import MARKUP, fill_operations

WAIT_MS = 20_000


def test_the_operations_are_listed_with_days_posts_and_how_they_stand(exchange: Exchange) -> None:
    exchange.go("/operations")
    rows = exchange.page.get_by_test_id("operation")
    expect(rows.first).to_contain_text("2199-01-01 to 2199-01-02planned")
    expect(rows.last).to_contain_text("Action day <i>north</i>action-day2026-09-20 to 2026-09-22over")
    expect(rows.last).to_contain_text(f"post north, {MARKUP}")
    expect(rows.last).to_contain_text("2 checks")


def test_an_operation_shows_its_indicators_as_figures_plots_and_tables(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/operations/action-day")
    expect(page.get_by_test_id("operation-name")).to_have_text("Action day <i>north</i>")
    expect(page.locator(".vm-plot canvas")).to_have_count(3, timeout=WAIT_MS)
    expect(page.get_by_test_id("operation-glance")).to_contain_text("2checks2firearms1hits, of 2")
    page.get_by_test_id("operation-indicators").get_by_text("As a table").click()
    expect(page.get_by_test_id("operation-indicators").locator("tbody tr").nth(4)).to_have_text("hits12firearms")
    expect(page.get_by_test_id("by-post").nth(1)).to_have_text("post north2211000")
    expect(page.get_by_test_id("by-post").last).to_contain_text(MARKUP)
    assert "owned" not in page.title()


def test_its_indicators_leave_as_csv(exchange: Exchange) -> None:
    exchange.go("/operations/action-day")
    with exchange.page.expect_download() as downloading:
        exchange.page.get_by_test_id("operation-csv").click()
    rows = list(csv.DictReader(io.StringIO(downloading.value.path().read_text("utf-8"))))
    assert ("all posts", "hits", "1") in [(row["post"], row["indicator"], row["value"]) for row in rows]


def test_what_the_plan_proposes_is_joined_one_by_one_or_all_at_once(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/operations/action-day")
    expect(page.get_by_test_id("proposed-said")).to_contain_text("4 checks", timeout=WAIT_MS)
    page.get_by_test_id("join").last.click()
    expect(page.get_by_test_id("proposed-said")).to_contain_text("3 checks", timeout=WAIT_MS)
    page.get_by_test_id("join-all").click()
    expect(page.get_by_test_id("parts-check")).to_have_count(6, timeout=WAIT_MS)
    expect(page.get_by_test_id("proposed-check")).to_have_count(0)
    exchange.go(f"/check/{id_of(3)}")
    expect(page.get_by_test_id("entry-told").last).to_have_text("joined it to operation action-day")
    expect(page.get_by_test_id("entry-who").last).to_have_text("K7")


def test_a_check_is_taken_out_with_a_reason_and_not_without(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/operations/action-day")
    page.get_by_test_id("leave-open").click()
    page.get_by_test_id("leave-check").fill(id_of(1))
    page.get_by_test_id("leave-send").click()
    expect(page.get_by_test_id("leave-why")).to_contain_text("Write why it is no part")
    page.get_by_test_id("leave-reason").fill("met by chance")
    page.get_by_test_id("leave-send").click()
    expect(page.get_by_test_id("parts-check")).to_have_count(1, timeout=WAIT_MS)


def test_where_there_is_none_one_is_planned_on_the_page(empty: Exchange) -> None:
    page = empty.page
    empty.go("/operations")
    expect(page.get_by_test_id("operations-empty")).to_contain_text("Plan one below")
    page.get_by_test_id("plan-open").click()
    expect(page.get_by_test_id("plan-known")).to_contain_text("post north")
    page.get_by_test_id("plan-id").fill("Action Day")
    page.get_by_test_id("plan-first").fill("2026-09-21")
    page.get_by_test_id("plan-posts").fill("post north; post south")
    page.get_by_test_id("plan-keep").click()
    expect(page.get_by_test_id("plan-why")).to_contain_text("is no id of an operation")
    page.get_by_test_id("plan-id").fill("action-day")
    page.get_by_test_id("plan-keep").click()
    expect(page.get_by_test_id("operation-facts")).to_contain_text("post north, post south")
    expect(page.get_by_test_id("proposed-said")).to_contain_text("6 checks", timeout=WAIT_MS)
    expect(page.get_by_test_id("parts-empty")).to_be_visible()


def test_who_has_not_signed_in_looks_and_changes_nothing(app: App, page: Page) -> None:
    fill_operations(app.folder)
    page.goto(app.url + "/operations")
    expect(page.get_by_test_id("planning-sign-in")).to_be_visible()
    expect(page.get_by_test_id("plan-keep")).to_have_count(0)
    page.goto(app.url + "/operations/action-day")
    expect(page.get_by_test_id("proposed-sign-in")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_test_id("join-all")).to_have_count(0)
    expect(page.get_by_test_id("leave-open")).to_have_count(0)


def test_a_plan_that_was_edited_into_something_else_is_said(exchange: Exchange) -> None:
    book = exchange.folder / DESK_BOOK_FILE
    tables = json.loads(book.read_text("utf-8"))
    next(iter(tables["operations"].values()))["posts"] = 3
    book.write_text(json.dumps(tables), "utf-8")
    exchange.go("/operations")
    expect(exchange.page.get_by_test_id("operations-why")).to_contain_text("damaged. Correct it there")


def test_an_operation_that_is_none_is_said(exchange: Exchange) -> None:
    answer = exchange.page.goto(exchange.app.url + "/operations/<b>none")
    assert answer is not None and answer.status == 404
    expect(exchange.page.get_by_test_id("operation-why")).to_contain_text("There is no operation <b>none here")
