"""A new handheld is paired by clicking, the digits of both compared, and is unpaired again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from viewmark.demo.standing import unpaired

from .conftest import beside

WAIT_MS = 20_000


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Run a handheld that is paired with nobody, and the laptop app at its cable; yields the pages of both."""
    folder = tmp_path_factory.mktemp("unpaired")
    with beside(lambda: unpaired(folder)) as both:
        yield both


def test_a_handheld_is_paired_by_comparing_digits_and_unpaired_again(
    browser: Browser, addresses: tuple[str, str]
) -> None:
    app_url, handheld_url = addresses
    page: Page = browser.new_page(viewport={"width": 1280, "height": 760})
    handheld: Page = browser.new_page()
    handheld.goto(handheld_url)
    page.goto(app_url)
    page.get_by_role("link", name="Pair it").click(timeout=WAIT_MS)
    page.get_by_role("button", name="Pair", exact=True).click(timeout=WAIT_MS)
    digits = page.get_by_test_id("digits")
    expect(digits).to_have_text(re.compile(r"^\d{3} \d{3}$"), timeout=WAIT_MS)
    spoken = handheld.locator("#spoken")
    expect(spoken).to_contain_text("PAIR A LAPTOP", timeout=WAIT_MS)
    expect(spoken).to_contain_text(digits.inner_text())
    page.get_by_role("button", name="The same", exact=True).click()
    expect(page.get_by_test_id("pairing")).to_contain_text("Now press OK on the handheld")
    expect(spoken).not_to_contain_text("One moment", timeout=WAIT_MS)
    handheld.locator("[data-key=ok]").click()
    expect(page.get_by_test_id("pairing")).to_contain_text("handheld-1 is paired", timeout=WAIT_MS)
    card = page.locator("[data-device-id=handheld-1]")
    expect(card.get_by_test_id("link")).to_have_text("connected by cable", timeout=WAIT_MS)
    expect(card.get_by_test_id("handheld-facts")).to_contain_text("paired since")
    expect(card.get_by_test_id("handheld-facts")).to_contain_text("certificate")

    expect(spoken).to_contain_text("PAIRED", timeout=WAIT_MS)
    handheld.locator("[data-key=ok]").click()
    card.get_by_role("button", name="Unpair").click()
    card.get_by_test_id("unpair-now").click()
    expect(card.get_by_test_id("unpaired-outcome")).to_contain_text("was told", timeout=WAIT_MS)
    expect(spoken).to_contain_text("No laptop is paired", timeout=WAIT_MS)
    expect(page.get_by_test_id("unpaired")).to_contain_text("do not trust each other", timeout=WAIT_MS)
    handheld.close()
    page.close()
