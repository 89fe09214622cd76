"""The trace request on a check's page: how to get what is missing, and every state with its level of tracing."""

from playwright.sync_api import expect

from viewmark.archive.archive import Archive

from ..conftest import check_record, firearm, read_mark
from .conftest import DEVICE, LOG, OPENED_S, id_of
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


def test_each_firearm_of_a_check_has_its_own_form_and_its_own_request(at: At) -> None:
    archive = Archive(at.app.folder)
    weapons = [firearm(read_mark(f"AB12{number}")) for number in (3, 4, 5)]
    archive.file_records(DEVICE, LOG, [(8, check_record(*weapons))], OPENED_S)
    archive.close()
    page = at.page
    at.go(f"/check/{id_of(8)}")
    expect(page.get_by_test_id("trace-open")).to_have_count(3)
    third = page.get_by_test_id("trace-form").nth(2)
    third.get_by_test_id("trace-open").click()
    expect(third.get_by_test_id("trace-marks")).to_contain_text("AB125")
    third.get_by_test_id("trace-circumstances").fill("under the seat")
    third.get_by_test_id("trace-keep").click()
    expect(page.get_by_test_id("trace-state")).to_contain_text("Request 3: drafted")
    expect(page.get_by_test_id("trace-state")).to_contain_text("firearm 3")
