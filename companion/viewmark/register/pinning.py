"""Trusting one register and no other: its certificate, pinned when this laptop was enrolled."""

import hashlib
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from .errors import UnreachableError, UntrustedError

_CONNECT_S = 10


def pinned_context(certificate_der: bytes) -> ssl.SSLContext:
    """Return a TLS context that trusts the holder of this certificate alone, whatever its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # the certificate is the name: a register may move
    context.verify_flags = ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_TRUSTED_FIRST
    try:
        context.load_verify_locations(cadata=certificate_der)
    except (ssl.SSLError, ValueError) as error:
        raise UntrustedError("The register's certificate cannot be used. Enrol this laptop again.") from error
    return context


def fingerprint(certificate_der: bytes) -> str:
    """Return the SHA-256 of a certificate in hexadecimal, in groups that can be read out."""
    digest = hashlib.sha256(certificate_der).hexdigest()
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def certificate_at(url: str, expected: str) -> bytes:
    """Return the certificate (DER) of the register at `url`; UntrustedError where its fingerprint is not the expected.

    Until it is compared nothing but the handshake is sent.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise UntrustedError("Enrolment needs an address that begins with https://.")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), _CONNECT_S) as plain,
            context.wrap_socket(plain) as secure,
        ):
            certificate = secure.getpeercert(binary_form=True) or b""
    except OSError as error:
        raise UnreachableError(f"Nobody answers by TLS at {url}. Check address and network.") from error
    wanted = "".join(one for one in expected.lower() if one in "0123456789abcdef")
    if hashlib.sha256(certificate).hexdigest() != wanted:
        raise UntrustedError(
            f"The register at {url} has another certificate: {fingerprint(certificate)}. Compare it with the"
            " register's keeper; somebody may stand between."
        )
    return certificate


def read_certificate(path: Path) -> bytes:
    """Return the certificate (DER) in a PEM file; UntrustedError where there is none."""
    try:
        return ssl.PEM_cert_to_DER_cert(path.read_text())
    except (OSError, ValueError) as error:
        raise UntrustedError(f"{path} holds no certificate of a register. Enrol this laptop again.") from error
