"""What the page of handhelds says of who is paired, and unpairing one that is not there, in a real browser."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from viewmark.devices.identity import make_identity
from viewmark.devices.pairings import PAIRINGS_FILE, Pairings

from .conftest import DEVICE, App, fill

NEVER_SYNCED = "handheld-8"
CERTIFICATE = make_identity("v")[1]


@pytest.fixture
def paired_app(tmp_path: Path) -> Iterator[App]:
    """The app on a folder with one handheld that is paired and was synced, and one that is only paired."""
    fill(tmp_path)
    pairings = Pairings(tmp_path / PAIRINGS_FILE)
    pairings.add(DEVICE, CERTIFICATE)
    pairings.keep_tag_key(DEVICE, bytes(16))
    pairings.add(NEVER_SYNCED, CERTIFICATE)
    running = App(tmp_path)
    yield running
    running.kill()


def card(page: Page, app: App, device_id: str) -> Any:
    """Open the page and return a handheld's card."""
    page.goto(f"{app.url}/handhelds")
    return page.locator(f"[data-device-id={device_id}]")


def test_the_facts_tell_since_when_by_which_certificate_and_whether_known_on_the_air(
    paired_app: App, page: Page
) -> None:
    facts = card(page, paired_app, DEVICE).get_by_test_id("handheld-facts")
    expect(facts).to_contain_text("paired since")
    expect(facts).to_contain_text("known there; this app was started without")
    expect(facts).to_contain_text(hashlib.sha256(CERTIFICATE).hexdigest()[:12])


def test_one_that_is_not_paired_says_what_to_do_and_cannot_be_unpaired(app: App, page: Page) -> None:
    shown = card(page, app, DEVICE)
    expect(shown.get_by_test_id("handheld-facts")).to_contain_text("no: plug its cable in, and pair")
    expect(shown.get_by_test_id("unpair")).to_have_count(0)


def test_unpairing_asks_once_more_and_can_be_left(paired_app: App, page: Page) -> None:
    shown = card(page, paired_app, DEVICE)
    shown.get_by_test_id("unpair").click()
    expect(shown.get_by_test_id("unpair-question")).to_contain_text("No check is lost.")
    shown.get_by_test_id("keep").click()
    expect(shown.get_by_test_id("unpair")).to_be_visible()


@pytest.mark.parametrize("device_id", [DEVICE, NEVER_SYNCED])
def test_unpairing_one_that_is_not_there_says_what_to_do_on_it(paired_app: App, page: Page, device_id: str) -> None:
    shown = card(page, paired_app, device_id)
    shown.get_by_test_id("unpair").click()
    shown.get_by_test_id("unpair-now").click()
    expect(shown.get_by_test_id("unpaired-outcome")).to_contain_text("on the handheld's own screen too: setup, laptops")
    expect(shown.get_by_test_id("handheld-facts")).to_contain_text("no: plug its cable in, and pair")
    assert Pairings(paired_app.folder / PAIRINGS_FILE).find(device_id) is None


def test_one_that_is_paired_and_was_never_synced_is_shown(paired_app: App, page: Page) -> None:
    expect(card(page, paired_app, NEVER_SYNCED)).to_contain_text("was not synced with this laptop yet")
