"""The operator's day, clicked through: sign in, pair, see a check arrive, compare, decide, correct, trace, export."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from viewmark import places
from viewmark.demo.labels import Label, read_labels
from viewmark.demo.registry import prepare, register_part
from viewmark.demo.standing import unpaired

from ..companion.ui.conftest import correct_marks
from ..companion.ui.conftest import sign_in as sign_in_as_k7
from .conftest import beside, give_maker
from .test_demo_page import DROP

WAIT_MS = 30_000


@contextlib.asynccontextmanager
async def standing(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """A register that knows the sample weapons, the app beside it, and a handheld that nobody is paired with."""
    await asyncio.to_thread(prepare, folder / "register", read_labels(places.samples()), 20261)
    register = register_part(folder / "register")
    try:
        async with unpaired(folder, await register.start()) as both:
            yield both
    finally:
        await register.kill()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The pages of app and handheld."""
    folder = tmp_path_factory.mktemp("day")
    with beside(lambda: standing(folder)) as both:
        yield both


def test_the_operators_day(browser: Browser, addresses: tuple[str, str], tmp_path: Path) -> None:
    app_url, handheld_url = addresses
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    handheld = browser.new_page()
    handheld.goto(handheld_url)
    label = next(one for one in read_labels(places.samples()) if one.verdict == "near")
    sign_in(page, app_url)
    pair(page, handheld)
    check(handheld, label)
    page.get_by_role("link", name="Lane").click()
    row = page.get_by_test_id("check-row").first
    expect(row).to_contain_text(str(label.text), timeout=WAIT_MS)
    expect(row.get_by_test_id("verdict-word")).to_have_text("near")
    expect(row.get_by_test_id("register-answer")).to_contain_text("named", timeout=WAIT_MS)
    row.click()
    expect(page.get_by_test_id("candidate").first).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_test_id("difference").first).to_be_visible()
    decide(page)
    correct_what_is_missing(page)
    trace(page)
    page.get_by_role("link", name="Figures").click()
    with page.expect_download() as downloading:
        page.get_by_test_id("figures-csv").click()
    downloading.value.save_as(tmp_path / "figures.csv")
    assert ",near," in (tmp_path / "figures.csv").read_text()
    handheld.close()
    page.close()


def sign_in(page: Page, app_url: str) -> None:
    """Make the first account, and sign in with it."""
    page.goto(app_url)
    page.get_by_test_id("sign-in-link").click()
    sign_in_as_k7(page)
    expect(page.get_by_test_id("operator")).to_have_text("K7")


def pair(page: Page, handheld: Page) -> None:
    """Pair by comparing the digits on both."""
    page.get_by_role("link", name="Pair it").click(timeout=WAIT_MS)
    page.get_by_role("button", name="Pair", exact=True).click(timeout=WAIT_MS)
    digits = page.get_by_test_id("digits")
    expect(digits).to_have_text(re.compile(r"^\d{3} \d{3}$"), timeout=WAIT_MS)
    spoken = handheld.locator("#spoken")
    expect(spoken).to_contain_text(digits.inner_text(), timeout=WAIT_MS)
    page.get_by_role("button", name="The same", exact=True).click()
    expect(spoken).not_to_contain_text("One moment", timeout=WAIT_MS)
    handheld.locator("[data-key=ok]").click()
    expect(page.get_by_test_id("pairing")).to_contain_text("is paired", timeout=WAIT_MS)
    expect(spoken).to_contain_text("PAIRED", timeout=WAIT_MS)
    handheld.locator("[data-key=ok]").click()
    expect(spoken).to_contain_text("List ", timeout=WAIT_MS)


def check(handheld: Page, label: Label) -> None:
    """Have the officer check a photo, and give its maker."""
    import base64

    zone = handheld.locator("#drop").element_handle()
    content = base64.b64encode(label.file.read_bytes()).decode()
    zone.evaluate(f"(zone, content) => ({DROP})([zone, content])", content)
    expect(handheld.locator("#seen")).to_be_visible(timeout=WAIT_MS)
    handheld.locator("[data-key=ok]").click()
    expect(handheld.locator("body")).to_have_attribute("data-screen", "confirm", timeout=WAIT_MS)
    handheld.locator("[data-key=ok]").click()
    give_maker(handheld, str(label.maker))


def decide(page: Page) -> None:
    """Decide that the first candidate is another weapon."""
    page.get_by_test_id("decide-open").click()
    page.get_by_test_id("decide-reason").fill("another year on the slide")
    page.get_by_test_id("decide-send").click()
    expect(page.get_by_test_id("decided")).to_have_text("another weapon, says K7")


def correct_what_is_missing(page: Page) -> None:
    """Add the marks that a trace request needs, as they stand on the weapon."""
    page.get_by_test_id("trace-open").click()
    expect(page.get_by_test_id("trace-missing")).to_contain_text("Model, Country of origin")
    correct_marks(page, {"model": "PT 92", "country": "BR", "importer": "Taurus Int."})


def trace(page: Page) -> None:
    """Fill in the trace request and send it."""
    page.get_by_test_id("trace-type").select_option("pistol")
    page.get_by_test_id("trace-priority").select_option("routine")
    page.get_by_test_id("trace-circumstances").fill("behind the seat of a lorry")
    page.get_by_test_id("trace-intended_use").fill("prosecution")
    page.get_by_test_id("trace-send").click()
    expect(page.get_by_test_id("entry-told").last).to_have_text("sent a trace request")
    expect(page.get_by_test_id("trace-sent")).to_have_count(1)
