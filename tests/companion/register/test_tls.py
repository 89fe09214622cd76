"""TLS to the register: a laptop that was enrolled talks to that register and to no other."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.register.client import RegisterClient
from viewmark.register.errors import SetupError, UnreachableError, UntrustedError
from viewmark.register.pinning import certificate_at, fingerprint, read_certificate
from viewmark.register.server.run import open_store
from viewmark.register.server.tls import CERTIFICATE_FILE, KEY_FILE, Tls, tls_of

from .conftest import KEY, serving

Serve = Callable[[Tls | None], str]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves registers with TLS or without; returns each one's address."""
    with ExitStack() as stack:

        def served(tls: Tls | None) -> str:
            folder = tmp_path / f"register-{uuid.uuid4().hex}"
            store = stack.enter_context(closing(open_store(folder)))
            return stack.enter_context(serving(store, tls=tls))

        yield served


def health(url: str, certificate: bytes | None) -> str:
    """Ask how a register is."""

    async def run() -> str:
        async with RegisterClient(url, KEY, certificate=certificate, attempts=1) as client:
            return (await client.health())["status"]

    return asyncio.run(run())


def test_an_enrolled_laptop_talks_to_its_register(serve: Serve, tmp_path: Path) -> None:
    tls = tls_of(tmp_path / "tls")
    url = serve(tls)
    assert url.startswith("https://")
    certificate = certificate_at(url, fingerprint(tls.certificate).upper())
    assert certificate == tls.certificate
    assert health(url, certificate) == "ok"


def test_another_register_at_the_address_is_not_believed(serve: Serve, tmp_path: Path) -> None:
    enrolled = tls_of(tmp_path / "enrolled").certificate
    url = serve(tls_of(tmp_path / "other"))
    with pytest.raises(UntrustedError, match="another certificate than the register"):
        health(url, enrolled)
    with pytest.raises(UntrustedError, match="somebody may stand between"):
        certificate_at(url, fingerprint(enrolled))
    with pytest.raises(UntrustedError):
        health(url, None)  # nobody vouches for it


def test_a_register_without_tls_is_no_place_to_be_enrolled(serve: Serve) -> None:
    url = serve(None)
    with pytest.raises(UntrustedError, match="https"):
        certificate_at(url, "00" * 32)
    with pytest.raises(UnreachableError, match="by TLS"):
        certificate_at(url.replace("http:", "https:"), "00" * 32)


def test_the_certificate_is_made_once_and_its_key_is_private(tmp_path: Path) -> None:
    first, second = tls_of(tmp_path), tls_of(tmp_path)
    assert first == second
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0
    given = tls_of(tmp_path / "unused", tmp_path / CERTIFICATE_FILE, tmp_path / KEY_FILE)
    assert given.certificate == first.certificate and not (tmp_path / "unused").exists()


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    tls_of(tmp_path / "one")
    tls_of(tmp_path / "other")
    with pytest.raises(SetupError, match="Give both"):
        tls_of(tmp_path, tmp_path / "one" / CERTIFICATE_FILE, None)
    with pytest.raises(SetupError, match="no certificate with its private key"):
        tls_of(tmp_path, tmp_path / "one" / CERTIFICATE_FILE, tmp_path / "other" / KEY_FILE)


def test_enrolling_writes_the_certificate_that_was_compared(serve: Serve, tmp_path: Path) -> None:
    tls = tls_of(tmp_path / "tls")
    url, out = serve(tls), tmp_path / "register.crt"
    arguments = ["enrol", url, "--fingerprint", fingerprint(tls.certificate), "--out", str(out)]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0 and "VIEWMARK_REGISTER_CERTIFICATE" in done.stdout
    assert read_certificate(out) == tls.certificate
    out.write_text("none")
    with pytest.raises(UntrustedError, match="no certificate of a register"):
        read_certificate(out)


def test_nothing_is_served_in_clear_beyond_this_machine(tmp_path: Path) -> None:
    arguments = ["register", "serve", "--folder", str(tmp_path), "--api-key", KEY, "--host", "0.0.0.0", "--no-tls"]
    with pytest.raises(SetupError, match="in clear"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
