"""A folder with real checks, some of them hostile, the real app on it as a process, and a real browser."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from viewmark import places
from viewmark.archive.archive import Archive
from viewmark.archive.checks import RegisterAnswer
from viewmark_protocol.checks import (
    CHECK_FORMAT,
    Check,
    Clock,
    Firearm,
    Link,
    ListAsked,
    VerdictRecord,
    check_id,
    decode_check,
    encode_check,
)
from viewmark_protocol.marks import Alternative, Mark
from viewmark_protocol.messages.downward import Candidate
from viewmark_protocol.messages.hello import Hello
from viewmark_protocol.sealing.box import close_box

from ..register.conftest import KEY, TRUST

LOG = bytes.fromhex("00112233aabbccdd")
DEVICE = "handheld-7"
OPENED_S = 1_790_000_000
HOSTILE = '<script>document.title="owned"</script><img src=x onerror=\'document.title="owned"\'>\u202eABC'
PICTURE = next(iter(sorted(places.samples().glob("*.jpg")))).read_bytes()
PHOTO_KEY = bytes(range(32))
PHOTO = close_box(PHOTO_KEY, bytes(16), PICTURE)
DIGEST = hashlib.sha256(PHOTO).digest()
_START_S = 30


def mark(kind: str, confirmed: str | None, **more: Any) -> Mark:
    """Make a mark as typed, where nothing else is said."""
    values = {"raw": confirmed, "source": "typed", "state": "clear", "lattice": [], "photo": None} | more
    return Mark(component="frame", kind=kind, confirmed=confirmed, method="unknown", **values)


def empty() -> bytes:
    """Make the bytes of a check that holds no firearm."""
    check: Any = decode_check(record("clear", "not-on-list", []))
    check.firearms = []
    return encode_check(check)


def record(word: str, reason: str, marks: list[Mark], note: str = "", warnings: tuple[str, ...] = ()) -> bytes:
    """Make the bytes of a check of one firearm."""
    asked = ListAsked(version=3, issued_s=OPENED_S - 3600)
    verdict = VerdictRecord(word=word, reason=reason, matched=None, category=None, list_asked=asked)
    check = Check(
        format=CHECK_FORMAT,
        opened=Clock(utc_s=OPENED_S, trust="laptop", boot_count=4),
        post="post north",
        officer="officer 12",
        context="inspected",
        legal_ground="customs act",
        transport="road",
        firearms=[Firearm(marks=marks, verdict=verdict, warnings=list(warnings))],
        links=[Link(kind="vehicle", reference=note)] if note else [],
        note=note,
    )
    return encode_check(check)


def _lattice(text: str) -> list[list[Alternative]]:
    unsure = [Alternative(character="8", percent=55), Alternative(character="B", percent=41)]
    return [unsure if one == "8" else [Alternative(character=one, percent=97)] for one in text]


def records() -> list[bytes]:
    """Return one check of every verdict, one that is hostile, and one that is no record."""
    read = mark("serial", "AB1234", raw="A81234", source="camera", lattice=_lattice("A81234"), photo=DIGEST)
    read.photo_key = PHOTO_KEY
    glock = mark("maker", "GLOCK")
    return [
        record("hit", "serial-and-maker-listed", [mark("serial", "GGL812"), glock]),
        record("near", "misread-possible", [read, glock]),
        record("clear", "not-on-list", [mark("serial", "L527910"), mark("maker", "CZ")]),
        record("untraceable", "no-serial", [mark("serial", None, raw=None, state="none")]),
        record("unchecked", "no-list", [mark("serial", "K1"), glock], warnings=("short",)),
        record("clear", "not-on-list", [mark("serial", HOSTILE), mark("maker", HOSTILE * 30)], note=HOSTILE),
        b"no record at all",
    ]


def fill(folder: Path) -> None:
    """File the records, one photo, and the register's answer to the second check."""
    archive = Archive(folder)
    made = list(enumerate(records(), 1))
    end = len(made) + 1
    hello = Hello(
        protocol_version=1,
        role="handheld",
        device_id=DEVICE,
        software_version="0.1.0",
        max_message_bytes=4096,
        clock_s=OPENED_S,
        clock_trust="laptop",
        boot_count=4,
        log_id=LOG,
        first_sequence=1,
        next_sequence=end,
        acknowledged=end,
        list_version=3,
    )
    archive.see_device(hello, OPENED_S)
    archive.file_records(DEVICE, LOG, made, OPENED_S + 60)
    archive.photos.add(DIGEST, 0, PHOTO)
    archive.photos.finish(DIGEST)
    archive.photo_is_here(DIGEST)
    candidates = [
        candidate("W1", "A81234", "GLOCK", "stolen", "skeleton", []),
        candidate("W2", "AB1234", "WALTHER", "registered", "exact", ["maker"]),
    ]
    archive.answers.file(RegisterAnswer(DEVICE, LOG, 2, "near", OPENED_S + 90, candidates, "Register asked."))
    archive.close()


def candidate(register_id: str, serial: str, maker: str, status: str, matched: str, disagrees: list[str]) -> Candidate:
    """Make one weapon that the register names."""
    return Candidate(
        register_id=register_id,
        serial=serial,
        maker=maker,
        model="17",
        calibre=None,
        status=status,
        matched_key=matched,
        disagrees=disagrees,
    )


def id_of(sequence: int) -> str:
    """Return the id of one of the records."""
    return check_id(LOG, sequence)


class App:
    """The app as a process of its own, with no handheld in reach, and no register but the one at `register`."""

    def __init__(self, folder: Path, *more: str, register: str = "http://127.0.0.1:9", is_open: bool = True) -> None:
        self.folder = folder
        self._is_open = is_open
        self._register = register
        self._more = more
        self.start()

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        command = [
            sys.executable,
            "-m",
            "viewmark.cli.main",
            "app",
            "--folder",
            str(self.folder),
            "--port",
            "0",
            "--json",
        ]
        if "--second-reading" not in self._more:  # it costs seconds, and only its own tests look at it
            command += ["--no-second-reading"]
        if self._is_open:  # most tests look at pages, not at who may
            command.append("--open-pages")
        command += ["--register-url", self._register, "--register-key", KEY, *self._more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        assert self.process.stdout is not None
        self.url = json.loads(self.process.stdout.readline())["url"]

    def get(self, address: str, **more: Any) -> httpx.Response:
        """Fetch an address without a browser."""
        return httpx.get(self.url + address, timeout=_START_S, trust_env=False, verify=TRUST, **more)

    def state(self) -> dict[str, Any]:
        """Return /api/state."""
        return self.get("/api/state").json()

    def kill(self) -> None:
        """End it with kill -9."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on the filled folder, for tests that only look."""
    folder = tmp_path_factory.mktemp("app") / "laptop"
    fill(folder)
    running = App(folder, "--device", str(folder / "no-such-port"), "--handheld-url", "http://127.0.0.1:9/")
    yield running
    running.kill()


PASSPHRASE = "correct horse battery"


def sign_in(page: Page, name: str = "K7") -> None:
    """Fill in the sign-in form, and send it."""
    page.get_by_test_id("sign-in-name").fill(name)
    page.get_by_test_id("sign-in-passphrase").fill(PASSPHRASE)
    page.get_by_test_id("sign-in-button").click()


def correct_marks(page: Page, marks: dict[str, str]) -> None:
    """Correct marks of the frame on a check's page: kinds, and what each says."""
    for kind, says in marks.items():
        if not page.get_by_test_id("correct-now").is_visible():
            page.get_by_test_id("correct-open").click()
        page.get_by_test_id("correct-kind").select_option(kind)
        page.get_by_test_id("correct-now").fill(says)
        page.get_by_test_id("correct-reason").fill("on the weapon")
        page.get_by_test_id("correct-send").click()
        expect(page.get_by_test_id("entry-told").last).to_contain_text(says)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    if binary is None:
        pytest.skip("chromium is not installed here: the pages are not tried in a browser")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        running = playwright.chromium.launch(executable_path=binary, args=arguments)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page at the size that the pages are made for."""
    opened = browser.new_page(viewport={"width": 1280, "height": 720})
    yield opened
    opened.close()
