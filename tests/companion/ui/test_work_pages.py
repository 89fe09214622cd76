"""The operator's work with the register: searching, the outbox, and a trace request from draft to the register."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from viewmark.operators.accounts import OPERATORS_FILE, Accounts
from viewmark.register.server.generate import add_listed
from viewmark.register.server.run import open_store
from viewmark.register.server.store import RegisterStore
from viewmark.register.server.traces import trace

from ..register.conftest import serving
from .conftest import PASSPHRASE, App, correct_marks, fill, id_of, sign_in


class At:
    """A register, the app beside it, and a page on which K7 is signed in."""

    def __init__(self, store: RegisterStore, app: App, page: Page) -> None:
        self.store = store
        self.app = app
        self.page = page

    def go(self, address: str) -> None:
        """Open one of the app's pages."""
        self.page.goto(self.app.url + address)


@pytest.fixture
def at(tmp_path: Path, browser: Browser, request: pytest.FixtureRequest) -> Iterator[At]:
    """The app with a register that lists one weapon; `away` as parameter leaves the register out of reach."""
    folder = tmp_path / "laptop"
    fill(folder)
    Accounts(folder / OPERATORS_FILE).add("K7", PASSPHRASE)
    with closing(open_store(tmp_path / "register")) as store:
        add_listed(store, "AB1239", "GLOCK", "stolen")
        with serving(store) as url:
            is_away = getattr(request, "param", "") == "away"
            app = App(folder, register="http://127.0.0.1:9" if is_away else url)
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(app.url + "/search")
            sign_in(page)
            page.wait_for_url("**/search")
            yield At(store, app, page)
            page.close()
            app.kill()


def test_a_partial_serial_is_found_and_says_what_matched(at: At) -> None:
    at.page.get_by_test_id("search-serial").fill("AB12*")
    at.page.get_by_test_id("search-maker").fill("WALTHER")
    at.page.get_by_test_id("search-ask").click()
    expect(at.page.get_by_test_id("candidate")).to_have_count(1)
    expect(at.page.get_by_test_id("matched-key")).to_have_text("fits the known part")
    expect(at.page.get_by_test_id("disagreement")).to_have_text(["GLOCK"])
    expect(at.page.get_by_test_id("search-serial")).to_have_value("AB12*")  # what was typed stays
    expect(at.page.get_by_test_id("search-legal-ground")).to_have_value("border check")


def test_a_question_without_a_serial_or_a_power_is_not_asked(at: At) -> None:
    at.page.get_by_test_id("search-ask").click()
    expect(at.page.get_by_test_id("search-said")).to_contain_text("Give a serial")
    at.page.get_by_test_id("search-serial").fill("AB1239")
    at.page.get_by_test_id("search-legal-ground").fill("")
    at.page.get_by_test_id("search-ask").click()
    expect(at.page.get_by_test_id("search-said")).to_contain_text("under which power")


@pytest.mark.parametrize("at", ["away"], indirect=True)
def test_while_the_register_is_away_the_pages_say_so_and_what_waits_is_listed(at: At) -> None:
    at.page.get_by_test_id("search-serial").fill("AB1239")
    at.page.get_by_test_id("search-ask").click()
    expect(at.page.get_by_test_id("search-said")).to_contain_text("Nobody answers at the register's address")
    at.go("/outbox")
    expect(at.page.get_by_test_id("outbox-item").first).to_contain_text("check")
    at.page.get_by_test_id("outbox-try").click()
    expect(at.page.get_by_test_id("outbox-said")).to_have_text("It goes out now.")
    expect(at.page.get_by_test_id("trouble-register")).to_be_visible()


def test_what_the_register_refused_stays_with_its_reason_and_can_be_sent_again(at: At) -> None:
    at.go("/outbox")
    items = at.page.get_by_test_id("outbox-item")
    expect(items).to_have_count(2, timeout=20_000)  # the hostile question, and the record that is none
    expect(items.last).to_contain_text("The record is no check of a known format")
    at.page.get_by_test_id("outbox-again").last.click()
    expect(items.filter(has_text="refused")).to_have_count(2)


def test_a_trace_request_is_not_sent_before_it_is_whole_and_then_reaches_the_register(at: At) -> None:
    page = at.page
    at.go(f"/check/{id_of(1)}")
    page.get_by_test_id("trace-open").click()
    page.get_by_test_id("trace-send").click()
    expect(page.get_by_test_id("trace-why")).to_contain_text("still missing: Model, Calibre, Country of origin")
    correct_marks(page, {"model": "17", "calibre": "9x19", "country": "AT", "importer": "Glock Inc."})
    expect(page.get_by_test_id("trace-missing")).not_to_contain_text("Model")
    page.get_by_test_id("trace-type").select_option("pistol")
    page.get_by_test_id("trace-priority").select_option("urgent")
    page.get_by_test_id("trace-circumstances").fill("under the seat <b>of a lorry</b>")
    page.get_by_test_id("trace-keep").click()
    expect(page.get_by_test_id("trace-missing")).to_have_text("Still missing: Intended use of the reply")
    page.get_by_test_id("trace-intended_use").fill("prosecution")
    page.get_by_test_id("trace-send").click()
    expect(page.get_by_test_id("entry-told").last).to_have_text("sent a trace request")
    at.go("/outbox")
    expect(page.get_by_test_id("outbox-item").filter(has_text="trace")).to_have_count(0, timeout=20_000)
    kept = trace(at.store, f"{id_of(1)}-T1", "test")
    assert kept.check_id == id_of(1)
    assert (kept.content["calibre"], kept.content["priority"]) == ("9x19", "urgent")
    at.go(f"/check/{id_of(1)}")
    expect(page.get_by_test_id("trace-sent")).to_have_text(f"Sent as {id_of(1)}-T1.")
    page.get_by_test_id("trace-ask").click()
    expect(page.get_by_test_id("trace-states")).to_have_text("drafted")
    at.go("/")
    expect(page.get_by_test_id("check-row").last).to_contain_text("GGL812")


def test_the_referral_rules_that_fired_say_why(at: At) -> None:
    at.go(f"/check/{id_of(1)}")
    at.page.get_by_test_id("assess-open").click()
    at.page.get_by_test_id("assess-state").select_option("converted")
    at.page.get_by_test_id("assess-trafficking").select_option("yes")
    at.page.get_by_test_id("assess-send").click()
    expect(at.page.get_by_test_id("entry-told")).to_have_text("said that it is converted")
    expect(at.page.get_by_test_id("referral")).to_have_count(1)
    expect(at.page.get_by_test_id("referral").last).to_contain_text("suspected traffickers")
    expect(at.page.get_by_test_id("border-unknown")).to_contain_text("say both on the settings page")
