"""The pages in French: by the browser's wish, by the operator's choice, and without an English sentence left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from viewmark.languages.catalogues import catalogue
from viewmark.languages.extract import messages
from viewmark.operators.accounts import GATEWAYS, OPERATORS_FILE, Accounts

from .conftest import PASSPHRASE, App, fill, sign_in
from .exchange_folder import fill_exchange
from .test_accessible import PAGES

DATA = {"GLOCK", "CZ"}  # what was recorded is never translated


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("languages") / "laptop"
    fill(folder)
    fill_exchange(folder)
    for name in ("K7", "Anne"):
        Accounts(folder / OPERATORS_FILE).add(name, PASSPHRASE)
    Accounts(folder / OPERATORS_FILE).give("K7", GATEWAYS)
    app = App(folder, "--device", str(folder / "no-such-port"))
    yield app
    app.kill()


@pytest.fixture(scope="module")
def french(app: App, browser: Browser) -> Iterator[Page]:
    page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 720}).new_page()
    page.goto(app.url)
    sign_in(page)
    expect(page.get_by_test_id("check-row")).to_have_count(7)
    yield page
    page.close()


def english_only() -> set[str]:
    """What is said in English and otherwise in French."""
    known = catalogue("fr")
    alone = {one for one in messages() if isinstance(one, str) and "{" not in one}
    return {one for one in alone if known.gettext(one) != one} - DATA


@pytest.mark.parametrize("address", PAGES)
def test_no_english_is_left_on_a_french_page(app: App, french: Page, address: str) -> None:
    french.goto(app.url + address)
    expect(french.get_by_test_id("operator")).to_be_visible()
    expect(french.get_by_test_id("operation-computing")).to_have_count(0, timeout=20_000)
    for form in french.locator("summary").all():
        form.click()
    french.wait_for_timeout(600)
    assert french.evaluate("document.documentElement.lang") == "fr"
    walk = """() => { const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('script, style, .vm-raw'))
            found.push(walker.currentNode.textContent.trim());
        document.querySelectorAll('[title], [aria-label], [alt]').forEach((one) =>
            found.push(one.title, one.getAttribute('aria-label') || '', one.alt || ''));
        return found; }"""
    shown = {one for one in french.evaluate(walk) if one}
    assert shown & english_only() == set()
    assert french.evaluate("document.documentElement.scrollWidth") <= 1280, "French is longer: it must have its room"


def test_trouble_is_told_in_french_too(app: App, french: Page) -> None:
    french.goto(app.url)
    expect(french.get_by_test_id("trouble-register")).to_contain_text("Personne ne répond", timeout=10_000)


def test_an_error_is_told_in_the_language_of_the_page(app: App, french: Page) -> None:
    french.goto(app.url + "/settings")
    french.get_by_test_id("settings-days").fill("many")
    french.get_by_test_id("settings-retention-keep").click()
    expect(french.get_by_test_id("settings-retention-said")).to_have_text("Donnez un nombre entier, 36500 au plus.")


def test_the_choice_is_each_operators_own(app: App, browser: Browser, french: Page) -> None:
    page = browser.new_page()
    page.goto(app.url)
    sign_in(page, "Anne")
    page.goto(app.url + "/settings")
    page.get_by_test_id("language").select_option("fr")
    page.get_by_test_id("settings-language-keep").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto(app.url)
    expect(page.get_by_role("link", name="File", exact=True)).to_be_visible()
    page.context.clear_cookies()
    page.goto(app.url)
    sign_in(page)
    expect(page.get_by_role("link", name="Lane", exact=True)).to_be_visible()
    page.close()
