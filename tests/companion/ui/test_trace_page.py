"""The trace request on a check's page: how to get what is missing, and every state with its level of tracing."""

from playwright.sync_api import expect

from .conftest import id_of
from .test_work_pages import At
from .test_work_pages import at as at


def test_what_is_missing_says_on_which_part_and_which_mark_it_is_got(at: At) -> None:
    at.go(f"/check/{id_of(1)}")
    at.page.get_by_test_id("trace-open").click()
    hows = at.page.get_by_test_id("trace-how")
    expect(hows.filter(has_text="Calibre")).to_contain_text("Read the calibre on the barrel near the chamber")
    expect(hows.filter(has_text="Country of origin")).to_have_count(1)


def test_each_state_is_shown_with_its_level_of_tracing(at: At) -> None:
    page = at.page
    at.go(f"/check/{id_of(1)}")
    expect(page.get_by_test_id("trace-state")).to_have_count(0)
    page.get_by_test_id("trace-open").click()
    page.get_by_test_id("trace-circumstances").fill("under the seat")
    page.get_by_test_id("trace-keep").click()
    expect(page.get_by_test_id("trace-state")).to_contain_text("Request 1: drafted, never attempted")
