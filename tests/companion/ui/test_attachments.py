"""Attachments on a check's page: shown as text, whatever they are called, and given whole to who is signed in."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from viewmark.archive.archive import Archive
from viewmark.casework.attachments import FOLDER, Attachment, Attachments
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

from ..exchange.x3p_files import members, zipped
from .conftest import HOSTILE, LOG, PASSPHRASE, App, fill, id_of, sign_in
from .test_accessible import violations

CONTENT, SPOILT = zipped(members()), zipped(members(feature="PRF"))
NAME = HOSTILE[:60] + '"; filename="x.html"\r\nSet-Cookie: a=b/../../x'


def attach(folder: Path, content: bytes) -> Attachment:
    """Attach a surface with a hostile name to the first check."""
    with closing(Archive(folder)) as archive:
        filed = archive.find(id_of(1))
        assert filed is not None
        return Attachments(archive).add(filed, "K7", 1, NAME, content)


class At(NamedTuple):
    """The app with two attachments, of which one lost a byte on the disk; K7 is signed in on a page."""

    app: App
    page: Page
    whole: Attachment
    spoilt: Attachment
    cookies: dict[str, str]

    def get(self, check: str, address: str) -> httpx.Response:
        """Ask for an attachment as K7."""
        return self.app.get(f"/attachment/{check}/{address}", cookies=self.cookies)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[At]:
    """The page of the check that the attachments belong to."""
    folder = tmp_path_factory.mktemp("attachments") / "laptop"
    fill(folder)
    whole, spoilt = attach(folder, CONTENT), attach(folder, SPOILT)
    box = folder / FOLDER / spoilt.digest
    box.write_bytes(box.read_bytes()[:-1])
    Accounts(folder / OPERATORS_FILE).add("K7", PASSPHRASE)
    app = App(folder)
    page = browser.new_page()
    page.goto(f"{app.url}/check/{id_of(1)}")
    sign_in(page)
    page.wait_for_url("**/check/**")
    cookies = {str(one.get("name")): str(one.get("value")) for one in page.context.cookies()}
    yield At(app, page, whole, spoilt, cookies)
    page.close()
    app.kill()


def test_attachments_are_shown_with_what_they_hold(at: At) -> None:
    expect(at.page.get_by_test_id("attachment")).to_have_count(2)
    for said in ("X3P", "surface (SUR)", "4 x 3 x 1", "X 0.625 µm", "Z as float64", f"{len(CONTENT)} bytes", "by K7"):
        expect(at.page.get_by_test_id("attachment-facts").first).to_contain_text(said)


def test_whatever_a_file_is_called_is_text_on_the_page(at: At) -> None:
    expect(at.page.get_by_test_id("attachment-name").first).to_contain_text("<script>")
    assert at.page.title() != "owned"


def test_attachments_are_read_to_who_does_not_see_them(at: At) -> None:
    assert violations(at.page) == []


def test_who_is_signed_in_downloads_a_file_as_it_was_attached(at: At) -> None:
    with at.page.expect_download() as downloading:
        at.page.get_by_test_id("attachment-download").first.click()
    assert downloading.value.path().read_bytes() == CONTENT
    assert downloading.value.suggested_filename == f"{at.whole.sha256}.x3p"


def test_a_download_has_a_fixed_type_and_a_harmless_name(at: At) -> None:
    answer = at.get(id_of(1), at.whole.sha256)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{at.whole.sha256}.x3p"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store" and "set-cookie" not in answer.headers


@pytest.mark.parametrize("check", [id_of(2), id_of(7), LOG.hex() + "-99", "no-such-check", "%00", "%2e%2e"])
def test_a_file_of_another_check_is_not_given(at: At, check: str) -> None:
    assert at.get(check, at.whole.sha256).status_code == 404


def test_nothing_but_the_sum_of_a_file_leads_to_it(at: At) -> None:
    sums = (at.whole.sha256.upper(), at.whole.sha256 + ".x3p", at.whole.sha256[:-1], at.whole.digest)
    for address in (*sums, "0" * 64, "..%2farchive.sqlite", "%2fetc%2fpasswd", "%00", "a" * 5000):
        answer = at.get(id_of(1), address)
        assert answer.status_code == 404 and b"SQLite" not in answer.content


def test_a_damaged_file_is_said_to_be_and_nothing_of_it_is_given(at: At) -> None:
    answer = at.get(id_of(1), at.spoilt.sha256)
    assert answer.status_code == 410 and "Put it back from a backup" in answer.text
    assert SPOILT[:20] not in answer.content


def test_who_is_not_signed_in_is_led_to_sign_in(at: At) -> None:
    answer = at.app.get(f"/attachment/{id_of(1)}/{at.whole.sha256}")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=")


def test_where_pages_are_open_to_anybody_files_still_are_not(tmp_path: Path, page: Page) -> None:
    fill(tmp_path / "laptop")
    one = attach(tmp_path / "laptop", CONTENT)
    app = App(tmp_path / "laptop")
    try:
        refused = app.get(f"/attachment/{id_of(1)}/{one.sha256}")
        assert refused.status_code == 403 and "Sign in first" in refused.text
        page.goto(f"{app.url}/check/{id_of(1)}")
        expect(page.get_by_test_id("attachments-sign-in")).to_have_count(1)
        expect(page.get_by_test_id("attachment-download")).to_have_count(0)
    finally:
        app.kill()
