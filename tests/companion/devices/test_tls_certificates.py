"""Who is refused by whom for his certificate, between the laptop and a real handheld's MicroPython."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from tls_helpers import (
    HANDHELD,
    LAPTOP,
    STRANGER,
    Handheld,
    Identity,
    Laptop,
    asked_about,
    context,
    issued,
    refused_by_handheld,
)

from viewmark.devices.identity import make_identity

Start = Callable[..., Handheld]


def refused_by_laptop(handheld: Handheld, laptop_context: ssl.SSLContext, why: str) -> None:
    """Shake hands; the laptop must refuse, and the handheld must hear so."""
    with pytest.raises(ssl.SSLCertVerificationError, match=why):
        Laptop(laptop_context, handheld).shake()
    assert handheld.end() == ["refused OSError(-30592, 'MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE')"]


def test_the_laptop_refuses_a_handheld_that_it_does_not_know(start: Start) -> None:
    refused_by_laptop(start(identity=STRANGER), context(), "self-signed certificate")


def test_the_laptop_refuses_another_handheld_of_the_same_name(start: Start) -> None:
    refused_by_laptop(start(identity=make_identity("H-1")), context(), "self-signed certificate")


def test_a_laptop_that_knows_none_refuses_every_handheld(start: Start) -> None:
    refused_by_laptop(start(), context(pinned=()), "self-signed certificate")


@pytest.mark.parametrize(("name", "why"), [("H-2", "invalid CA certificate"), ("H-1", "self-signed certificate")])
def test_the_laptop_refuses_what_a_handheld_that_it_knows_has_signed(start: Start, name: str, why: str) -> None:
    refused_by_laptop(start(identity=issued(name, HANDHELD)), context(), why)


def test_the_laptop_refuses_an_expired_certificate_that_it_knows(start: Start) -> None:
    expired = issued("H-1", days=3000)
    refused_by_laptop(start(identity=expired), context(pinned=[expired[1]]), "certificate has expired")


def test_the_handheld_refuses_a_laptop_that_it_does_not_know(start: Start) -> None:
    asked = refused_by_handheld(start(), context(STRANGER), "UNKNOWN_CA", "ValueError")
    assert asked == asked_about(STRANGER)  # although the callback accepts it


def test_the_handheld_refuses_another_laptop_of_the_same_name(start: Start) -> None:
    refused_by_handheld(start(), context(make_identity("L-1")), "UNKNOWN_CA", "ValueError")


def test_a_handheld_that_knows_none_refuses_every_laptop(start: Start) -> None:
    refused_by_handheld(start(pinned=()), context(), "UNKNOWN_CA", "MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED")


@pytest.mark.parametrize("name", ["L-2", "L-1"])
def test_the_handheld_refuses_what_a_laptop_that_it_knows_has_signed(start: Start, name: str) -> None:
    refused_by_handheld(start(), context(issued(name, LAPTOP)), "UNKNOWN_CA", "ValueError")


def test_the_handheld_refuses_it_with_the_known_certificate_sent_along_too(start: Start, tmp_path: Path) -> None:
    signed = issued("L-2", LAPTOP)
    chain, chained = tmp_path / "chain.pem", context()
    certificates = [ssl.DER_cert_to_PEM_cert(one).encode() for one in (signed[1], LAPTOP[1])]
    chain.write_bytes(b"".join([signed[0], *certificates]))
    chained.load_cert_chain(chain)
    asked = refused_by_handheld(start(), chained, "UNKNOWN_CA", "ValueError")
    assert asked == asked_about(signed)


def test_the_handheld_refuses_an_expired_certificate_that_it_knows(start: Start) -> None:
    expired = issued("L-1", days=3000)
    refused_by_handheld(start(pinned=(expired[1],)), context(expired), "CERTIFICATE_EXPIRED", "ValueError")


def test_the_handheld_refuses_a_laptop_without_a_certificate(start: Start) -> None:
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    nobody.check_hostname = False
    nobody.load_verify_locations(cadata=HANDHELD[1])
    why = "MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE"
    assert refused_by_handheld(start(), nobody, "HANDSHAKE_FAILURE", why) == []


def test_the_handheld_refuses_a_known_certificate_without_its_key(start: Start) -> None:
    thief, handheld = as_long_as(LAPTOP, "X-1"), start()
    handheld.change_heard = lambda data: data.replace(thief[1], LAPTOP[1])
    asked = refused_by_handheld(handheld, context(thief), "UNEXPECTED_EOF", "MBEDTLS_ERR_ECP_VERIFY_FAILED")
    assert asked == asked_about(LAPTOP)  # so the callback alone does not say who is there


def test_the_laptop_refuses_a_known_certificate_without_its_key(start: Start) -> None:
    thief = as_long_as(HANDHELD, "X-1")
    handheld = start(identity=thief)
    handheld.change = lambda data: data.replace(thief[1], HANDHELD[1])
    with pytest.raises(ssl.SSLError, match="BAD_SIGNATURE"):
        Laptop(context(), handheld).shake()
    assert handheld.end() == ["refused OSError(-30592, 'MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE')"]


def as_long_as(identity: Identity, name: str) -> Identity:
    """Return another identity whose certificate has as many bytes."""
    while len((other := make_identity(name))[1]) != len(identity[1]):
        pass
    return other


def test_the_laptops_own_certificate_is_small_and_no_authority() -> None:
    certificate = x509.load_der_x509_certificate(LAPTOP[1])
    certificate.verify_directly_issued_by(certificate)
    assert [extension.value for extension in certificate.extensions] == [x509.BasicConstraints(False, None)]
    assert certificate.not_valid_before_utc.year == 1990
    assert certificate.not_valid_after_utc.year == 2049
    assert len(LAPTOP[1]) <= 291
