"""The figures: counts by day, post, verdict, maker and threat; as plots with their tables, and as CSV."""

import csv
import io

from playwright.sync_api import Page, expect

from .conftest import HOSTILE, App


def test_the_page_shows_plots_with_their_tables(app: App, page: Page) -> None:
    page.goto(app.url + "/figures")
    expect(page.locator(".vm-plot canvas")).to_have_count(4)
    page.get_by_test_id("figures-post").get_by_text("As a table").click()
    expect(page.get_by_test_id("figures-post").locator("tbody tr").first).to_have_text("post north6")
    page.get_by_test_id("figures-threat").get_by_text("As a table").click()
    expect(page.get_by_test_id("figures-threat").locator("tbody tr")).to_have_text(["no serial1"])
    page.wait_for_timeout(300)
    assert "owned" not in page.title()


def test_the_csv_counts_every_check_once(app: App) -> None:
    answer = app.get("/figures.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert sum(int(row["checks"]) for row in rows) == 7
    assert {row["verdict"] for row in rows} == {"hit", "near", "clear", "untraceable", "unchecked", "none"}
    assert any(row["maker"].startswith(HOSTILE[:20]) for row in rows)
