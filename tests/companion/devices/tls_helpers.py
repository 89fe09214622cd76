"""Both ends of a TLS link in the tests: a handheld's MicroPython, the laptop's context, and identities for them."""

import contextlib
import datetime
import os
import select
import ssl
import subprocess
from collections.abc import Callable, Iterable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from viewmark.devices.identity import client_context, fingerprint, make_identity

LONG_AGO = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
WAIT_SECONDS = 20
Identity = tuple[bytes, bytes]


def der_key(pem: bytes) -> bytes:
    """Return a key as a handheld keeps it."""
    key = load_pem_private_key(pem, None)
    return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def issued(name: str, issuer: Identity | None = None, days: int = 36500, ca: bool = False) -> Identity:
    """Return an identity that holds for so many days from 1990 on, signed by `issuer` or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signing_key = load_pem_private_key(issuer[0], None) if issuer else key
    above = x509.load_der_x509_certificate(issuer[1]).subject if issuer else subject
    certificate = (
        x509.CertificateBuilder(above, subject, key.public_key(), 7, LONG_AGO, LONG_AGO + datetime.timedelta(days))
        .add_extension(x509.BasicConstraints(ca, None), critical=False)
        .sign(signing_key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, certificate.public_bytes(Encoding.DER)


LAPTOP = make_identity("L-1")
HANDHELD = make_identity("H-1")
STRANGER = make_identity("X-1")


class Handheld:
    """The far end: MicroPython as TLS server. `flights` says who sent how many bytes: `>` the laptop, `<` it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        stdin, self._in = os.pipe()
        os.set_blocking(stdin, False)
        self._process = subprocess.Popen(
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        os.close(stdin)
        self.flights: list[tuple[str, int]] = []
        self.sent = b""  # by the laptop
        # What becomes of each side's bytes on the way.
        self.change: Callable[[bytes], bytes] = bytes
        self.change_heard: Callable[[bytes], bytes] = bytes

    def write(self, data: bytes) -> None:
        """Have it hear bytes."""
        self._note(">", data)
        self.sent += data
        with contextlib.suppress(BrokenPipeError):
            os.write(self._in, self.change_heard(data))

    def read(self) -> bytes:
        """Return what it says, empty once it is gone."""
        assert self._process.stdout
        assert select.select([self._process.stdout], [], [], WAIT_SECONDS)[0], "both sides wait"
        data = os.read(self._process.stdout.fileno(), 65536)
        self._note("<", data)
        return self.change(data)

    def end(self) -> list[str]:
        """Let go; return what it tells of."""
        os.close(self._in)
        assert self._process.stdout and self._process.stderr
        with self._process.stdout, self._process.stderr:
            told = self._process.stderr.read().decode().splitlines()
        self._process.wait(WAIT_SECONDS)
        return told

    def _note(self, side: str, data: bytes) -> None:
        before = self.flights.pop()[1] if self.flights and self.flights[-1][0] == side else 0
        if before + len(data):
            self.flights.append((side, before + len(data)))


class Laptop:
    """The near end: the laptop's context over bytes in memory."""

    def __init__(self, context: ssl.SSLContext, handheld: Handheld) -> None:
        self._arrived, self._leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._arrived, self._leaving)
        self._handheld = handheld

    def shake(self) -> None:
        """Do the handshake; ssl.SSLError where a side refuses."""
        self._until_done(self.tls.do_handshake)

    def ask(self, data: bytes) -> bytes:
        """Say something; return the answer."""
        self._until_done(self.tls.write, data)
        return self._until_done(self.tls.read, 1024)

    def said(self, data: bytes) -> bytes:
        """Return the record that says something, without sending it."""
        self.tls.write(data)
        return self._leaving.read()

    def _until_done(self, call: Callable, *arguments):
        while True:
            try:
                return call(*arguments)
            except ssl.SSLWantReadError:
                self._flush()
                if data := self._handheld.read():
                    self._arrived.write(data)
                else:
                    self._arrived.write_eof()
            finally:
                self._flush()

    def _flush(self) -> None:
        if data := self._leaving.read():
            self._handheld.write(data)


def context(identity: Identity = LAPTOP, pinned: Iterable[bytes] = (HANDHELD[1],)) -> ssl.SSLContext:
    """Return the laptop's context, for another laptop or other handhelds."""
    return client_context(*identity, pinned)


def refused_by_handheld(handheld: Handheld, laptop_context: ssl.SSLContext, alert: str, why: str) -> list[str]:
    """Shake hands; the handheld must refuse, and the laptop must hear so. Returns the certificates asked about."""
    with pytest.raises(ssl.SSLError, match=alert):
        Laptop(laptop_context, handheld).shake()
    *asked, refusal = handheld.end()
    assert refusal.startswith("refused ")
    assert why in refusal
    assert all(line.startswith("verify ") for line in asked)
    return asked


def asked_about(*identities: Identity) -> list[str]:
    """Return what the handheld tells where it is asked about a chain of certificates."""
    return [f"verify {fingerprint(certificate).hex()} {depth}" for depth, (_, certificate) in enumerate(identities)]
