"""Signing in to the app: every page waits for it once there is an account, and nothing from elsewhere gets in."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from viewmark.operators.accounts import OPERATORS_FILE, Accounts

from ..register.conftest import TRUST
from .conftest import DIGEST, PASSPHRASE, App, fill, id_of, sign_in

PAGES = ["/", f"/check/{id_of(2)}", "/handhelds", f"/photo/{id_of(2)}/{DIGEST.hex()}", "/no-such-page"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on the filled folder, with the operator K7."""
    folder = tmp_path_factory.mktemp("signed") / "laptop"
    fill(folder)
    Accounts(folder / OPERATORS_FILE).add("K7", PASSPHRASE)
    running = App(folder)
    yield running
    running.kill()


def sent(app: App, name: str, passphrase: str, next: str = "/", **headers: str) -> httpx.Response:
    """Send the sign-in form."""
    form = {"name": name, "passphrase": passphrase}
    url = f"{app.url}/sign-in"
    return httpx.post(url, data=form, params={"next": next}, headers=headers, trust_env=False, timeout=20, verify=TRUST)


@pytest.mark.parametrize("address", PAGES)
def test_without_a_session_every_page_leads_to_the_sign_in(kept: App, address: str) -> None:
    answer = kept.get(address)
    assert answer.status_code == 303 and answer.headers["location"] == f"/sign-in?next={address}"
    assert kept.get(address, headers={"Cookie": "viewmark-session=guess"}).status_code == 303


def test_the_sign_in_page_and_the_figures_for_scripts_tell_no_serial(kept: App) -> None:
    for address in ("/sign-in", "/api/state"):
        answer = kept.get(address)
        assert answer.status_code == 200 and "GGL812" not in answer.text


def test_the_right_passphrase_opens_the_page_that_was_wanted(kept: App) -> None:
    answer = sent(kept, "K7", PASSPHRASE, "/handhelds")
    assert (answer.status_code, answer.headers["location"]) == (303, "/handhelds")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    token = cookie.split("=", 1)[1].split(";")[0]
    assert kept.get("/", cookies={"viewmark-session": token}).status_code == 200


@pytest.mark.parametrize(("name", "passphrase"), [("K7", "wrong"), ("K8", PASSPHRASE), ("", ""), ("x" * 9000, "x")])
def test_a_wrong_one_gets_no_session_and_says_so(kept: App, name: str, passphrase: str) -> None:
    answer = sent(kept, name, passphrase)
    assert answer.headers["location"].startswith("/sign-in?") and "set-cookie" not in answer.headers


@pytest.mark.parametrize("next", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"])
def test_signing_in_leads_to_no_other_site(kept: App, next: str) -> None:
    assert sent(kept, "K7", PASSPHRASE, next).headers["location"] == "/"


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/api/demo", "/"])
def test_a_form_that_another_site_sends_is_refused(kept: App, address: str) -> None:
    url = kept.url + address
    for origin in ("https://elsewhere.example", "null"):
        answer = httpx.post(url, data={"name": "K7"}, headers={"Origin": origin}, trust_env=False, verify=TRUST)
        assert answer.status_code == 403


def test_without_an_account_every_page_leads_to_making_the_first_one(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path / "laptop")
    app = App(tmp_path / "laptop", is_open=False)
    page = browser.new_page()
    try:
        for address in PAGES:
            assert app.get(address).status_code == 303
        page.goto(app.url)
        expect(page.get_by_test_id("sign-in")).to_contain_text("The first operator of this laptop")
        sign_in(page)
        expect(page.get_by_test_id("operator")).to_have_text("K7")
        assert app.get("/").status_code == 303  # nobody else is let in by that
    finally:
        page.close()
        app.kill()


def test_the_first_operator_is_made_on_the_page_and_decides(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path / "laptop")
    app = App(tmp_path / "laptop")
    page = browser.new_page()
    try:
        page.goto(f"{app.url}/check/{id_of(2)}")
        page.get_by_test_id("act-sign-in").click()
        page.get_by_test_id("sign-in-name").fill("K7")
        page.get_by_test_id("sign-in-passphrase").fill("short")
        page.get_by_test_id("sign-in-button").click()
        expect(page.get_by_test_id("sign-in-why")).to_contain_text("at least 10 characters")
        sign_in(page)
        page.wait_for_url(f"**/check/{id_of(2)}")
        expect(page.get_by_test_id("operator")).to_have_text("K7")
        decide(page)
        correct(page)
        page.get_by_test_id("sign-out").click()
        expect(page.get_by_test_id("sign-in")).to_be_visible()
        assert app.get("/").status_code == 303
    finally:
        page.close()
        app.kill()


def decide(page: Page) -> None:
    """Decide on the first candidate, at first without a reason."""
    page.get_by_test_id("decide-open").click()
    page.get_by_test_id("decide-send").click()
    expect(page.get_by_test_id("decide-send-why")).to_have_text("Write why you decide so.")
    page.get_by_test_id("decide-reason").fill("another importer")
    page.get_by_test_id("decide-send").click()
    expect(page.get_by_test_id("decided")).to_have_text("another weapon, says K7")
    expect(page.get_by_test_id("verdict-word").first).to_have_text("near")


def correct(page: Page) -> None:
    """Correct the serial: what was recorded stays beside it, and the register is asked anew."""
    page.get_by_test_id("correct-open").click()
    page.get_by_test_id("correct-now").fill("AB1235")
    page.get_by_test_id("correct-reason").fill("the five is worn")
    page.get_by_test_id("correct-send").click()
    expect(page.get_by_test_id("corrected-serial")).to_have_text("AB1235")
    expect(page.get_by_test_id("confirmed")).to_have_text("AB1234")
    expect(page.get_by_test_id("answer-word")).to_have_text("queued")
    expect(page.get_by_test_id("entry-who")).to_have_text(["K7", "K7"])
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("corrected")).to_have_text("AB1235")


def test_a_removed_operator_is_out_at_once(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path / "laptop")
    accounts = Accounts(tmp_path / "laptop" / OPERATORS_FILE)
    accounts.add("K7", PASSPHRASE)
    accounts.add("K9", PASSPHRASE)
    app = App(tmp_path / "laptop")
    page = browser.new_page()
    try:
        page.goto(app.url)
        sign_in(page)
        expect(page.get_by_test_id("check-row")).to_have_count(7)
        accounts.remove("K7")
        expect(page.get_by_test_id("sign-in")).to_be_visible()
        expect(page.get_by_test_id("check-row")).to_have_count(0)
    finally:
        page.close()
        app.kill()


def test_a_handheld_is_named_by_who_is_signed_in(browser: Browser, kept: App) -> None:
    page = browser.new_page()
    page.goto(kept.url + "/handhelds")
    sign_in(page)
    page.get_by_test_id("naming-open").click()
    page.get_by_test_id("naming-name").fill("<b>north gate</b>")
    page.get_by_test_id("naming-keep").click()
    expect(page.get_by_test_id("handheld-name")).to_have_text("<b>north gate</b>")
    page.close()


def test_a_damaged_file_of_operators_lets_nobody_in(tmp_path: Path) -> None:
    fill(tmp_path / "laptop")
    app = App(tmp_path / "laptop")
    try:
        (tmp_path / "laptop" / OPERATORS_FILE).write_text("{")
        answer = app.get("/")
        assert answer.status_code == 503 and "Put the file aside" in answer.text
    finally:
        app.kill()
