"""What the pages say of seals and keys: verified or not, and what to do where a record cannot be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from viewmark.archive.archive import Archive
from viewmark.archive.keystore import KeyStore
from viewmark.archive.seals import Arrived, Seals
from viewmark_protocol.checks import check_id, decode_check, encode_check
from viewmark_protocol.messages.hello import Hello

from ..conftest import seal_log
from .conftest import OPENED_S, App, id_of, mark, record

KEY = bytes(range(32))
OPEN_LOG, SEALED_LOG = b"log-open", b"log-shut"


def checks() -> list[bytes]:
    """Return two checks; when the second was opened the clock had gone back by an hour."""
    first = record("clear", "not-on-list", [mark("serial", "AB1")])
    second: Any = decode_check(first)
    second.opened.behind_s = 3600
    return [first, encode_check(second)]


def see(archive: Archive, device_id: str, log_id: bytes, **store: Any) -> None:
    """Have a handheld be seen that says this of its store."""
    counts = {"first_sequence": 1, "next_sequence": 4, "acknowledged": 4, "boot_count": 4, "list_version": 3}
    about = {"protocol_version": 1, "software_version": "0.1.0", "max_message_bytes": 4096, "role": "handheld"}
    clock = {"clock_s": OPENED_S, "clock_trust": "laptop"}
    archive.see_device(Hello(device_id=device_id, log_id=log_id, **about, **counts, **clock, **store), OPENED_S)


def fill_sealed(folder: Path) -> None:
    """File a log that is open here, its third record broken, one that is not, and handhelds in every state."""
    keys = KeyStore(folder / "keys.json")
    keys.add("VM-OPEN", OPEN_LOG, KEY)
    archive = Archive(folder)
    came = seal_log(OPEN_LOG, KEY, [*checks(), checks()[0]])
    came[3] = came[3][:-1] + bytes([came[3][-1] ^ 1])
    opened = Seals(keys).open_all("VM-OPEN", OPEN_LOG, list(came.items()), None)
    archive.file_records("VM-OPEN", OPEN_LOG, opened, OPENED_S)
    archive.file_records("VM-SHUT", SEALED_LOG, [Arrived(1, b"", came[1], "no-key")], OPENED_S)
    see(archive, "VM-OPEN", OPEN_LOG, store_state="open", first_key_waits=True, key_in_chip=True)
    see(archive, "VM-SHUT", SEALED_LOG, store_state="locked", first_key_waits=False, key_in_chip=False)
    keys.add("VM-ESCROWED", OPEN_LOG, KEY)
    see(archive, "VM-ESCROWED", OPEN_LOG, store_state="unlocked", first_key_waits=False, key_in_chip=True)
    see(archive, "VM-WIPED", OPEN_LOG, store_state="wiped", first_key_waits=False, key_in_chip=True)
    see(archive, "VM-OLD", OPEN_LOG)
    archive.close()


@pytest.fixture(scope="module")
def sealed_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on that folder."""
    folder = tmp_path_factory.mktemp("sealed") / "laptop"
    folder.mkdir()
    fill_sealed(folder)
    running = App(folder)
    yield running
    running.kill()


def facts_of(page: Page, app: App, device_id: str) -> Any:
    """Open the page of handhelds and return what is said of one."""
    page.goto(f"{app.url}/handhelds")
    return page.locator(f"[data-device-id={device_id}]").get_by_test_id("handheld-facts")


def test_a_check_says_that_it_is_verified(sealed_app: App, page: Page) -> None:
    page.goto(f"{sealed_app.url}/check/{check_id(OPEN_LOG, 1)}")
    expect(page.get_by_test_id("facts")).to_contain_text("verified: this is what the handheld recorded")
    expect(page.get_by_test_id("facts")).not_to_contain_text("went back")


def test_a_check_that_came_without_a_seal_says_so(app: App, page: Page) -> None:
    page.goto(f"{app.url}/check/{id_of(1)}")
    expect(page.get_by_test_id("facts")).to_contain_text("none: this record came without a seal")


def test_a_clock_that_went_back_is_shown(sealed_app: App, page: Page) -> None:
    page.goto(f"{sealed_app.url}/check/{check_id(OPEN_LOG, 2)}")
    expect(page.get_by_test_id("facts")).to_contain_text("went back by 3600 seconds")


def test_a_broken_record_says_so_and_is_no_check(sealed_app: App, page: Page) -> None:
    page.goto(f"{sealed_app.url}/check/{check_id(OPEN_LOG, 3)}")
    shown = page.get_by_test_id("unreadable-check")
    expect(shown).to_contain_text("This record does not fit its seal")
    expect(shown).to_contain_text("Have the handheld examined")
    expect(page.get_by_test_id("verdict-part")).to_have_count(0)


def test_a_sealed_record_says_what_opens_it_and_appears_once_it_is_open(tmp_path: Path, page: Page) -> None:
    fill_sealed(tmp_path)
    app = App(tmp_path)
    archive = Archive(tmp_path)
    try:
        page.goto(f"{app.url}/check/{check_id(SEALED_LOG, 1)}")
        shown = page.get_by_test_id("unreadable-check")
        expect(shown).to_contain_text("This record is sealed")
        expect(shown).to_contain_text("viewmark recover")
        expect(shown).to_contain_text(f"Its {len(seal_log(OPEN_LOG, KEY, checks())[1])} bytes are kept as they came")
        archive.file_opened("VM-SHUT", SEALED_LOG, [Arrived(1, checks()[0], b"as it came", "verified")])
        expect(page.get_by_test_id("facts")).to_contain_text("verified")
        expect(page.get_by_test_id("confirmed")).to_have_text("AB1")
    finally:
        archive.close()
        app.kill()


def test_the_lane_shows_what_cannot_be_read_as_such(sealed_app: App, page: Page) -> None:
    page.goto(sealed_app.url)
    for unread in (check_id(OPEN_LOG, 3), check_id(SEALED_LOG, 1)):
        row = page.locator(f"[data-check-id='{unread}']")
        expect(row.get_by_test_id("verdict-word")).to_have_text("not readable")
    assert sealed_app.state()["on_laptop"] == 2


STATES = {
    "VM-OPEN": ("no PIN is set", "here, and still on the handheld"),
    "VM-ESCROWED": ("PIN set, unlocked", "here and in the register's escrow, no longer on the handheld"),
    "VM-SHUT": ("locked by its PIN", "not on this laptop: its checks stay sealed here"),
    "VM-WIPED": ("keys destroyed after ten wrong PINs", "not on this laptop"),
}


@pytest.mark.parametrize("device_id", STATES)
def test_handhelds_show_the_state_of_the_store_and_where_the_logs_key_is(
    sealed_app: App, page: Page, device_id: str
) -> None:
    shown = facts_of(page, sealed_app, device_id)
    for words in STATES[device_id]:
        expect(shown).to_contain_text(words)


def test_a_handheld_of_older_firmware_is_said_to_seal_nothing(sealed_app: App, page: Page) -> None:
    shown = facts_of(page, sealed_app, "VM-OLD")
    expect(shown).to_contain_text("its firmware seals nothing")
    expect(shown).not_to_contain_text("log key")


def test_only_a_board_without_a_key_in_its_chip_says_that_the_pin_does_not_stop_a_copied_flash(
    sealed_app: App, page: Page
) -> None:
    words = "does not stop who copies the flash"
    expect(facts_of(page, sealed_app, "VM-SHUT")).to_contain_text(words)
    expect(facts_of(page, sealed_app, "VM-OPEN")).not_to_contain_text(words)


def test_what_is_here_sealed_counts_and_what_is_broken_does_not(sealed_app: App, page: Page) -> None:
    counts = {"VM-OPEN": "2", "VM-SHUT": "1"}
    page.goto(f"{sealed_app.url}/handhelds")
    for device_id, on_laptop in counts.items():
        handheld = page.locator(f"[data-device-id={device_id}]")
        expect(handheld.get_by_test_id("on-laptop")).to_have_text(on_laptop)
