"""A handheld's own key and certificate, made by MicroPython and judged by `cryptography`."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key
from cryptography.x509.oid import NameOID, SignatureAlgorithmOID

HERE = Path(__file__).resolve().parent
NAME = "H-7"
Made = tuple[ec.EllipticCurvePrivateKey, x509.Certificate, bytes]


@pytest.fixture(scope="module")
def make(run_micropython, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """A function that makes an identity with a name: key, certificate, and the latter's DER."""

    def made(name: str) -> Made:
        folder = tmp_path_factory.mktemp("identity")
        search = [root / "firmware", root / "firmware" / "lib", root / "protocol"]
        done = run_micropython(HERE / "make_identity.py", str(folder), name, path=search)
        assert done.returncode == 0, done.stdout
        key = load_der_private_key((folder / "key").read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        der = (folder / "certificate").read_bytes()
        return key, x509.load_der_x509_certificate(der), der

    return made


@pytest.fixture(scope="module")
def several(make) -> list[Made]:
    """Identities of one name: a number's length varies from one to the next."""
    return [make(NAME) for _ in range(8)]


def test_it_has_signed_itself(several):
    for _, certificate, _ in several:
        certificate.verify_directly_issued_by(certificate)
        assert certificate.signature_algorithm_oid == SignatureAlgorithmOID.ECDSA_WITH_SHA256


def test_the_private_key_is_the_certificates_on_p256(several):
    for key, certificate, _ in several:
        assert isinstance(key.curve, ec.SECP256R1)
        assert key.public_key() == certificate.public_key()


def test_it_holds_from_before_any_clock_to_the_last_day_of_its_form(several):
    _, certificate, _ = several[0]
    assert certificate.not_valid_before_utc == datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
    assert certificate.not_valid_after_utc == datetime.datetime(2049, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)


def test_it_is_no_authority(several):
    _, certificate, _ = several[0]
    assert certificate.version == x509.Version.v3
    assert [extension.value for extension in certificate.extensions] == [x509.BasicConstraints(False, None)]


def test_it_names_the_handheld_as_subject_and_issuer(several):
    _, certificate, _ = several[0]
    assert certificate.subject == certificate.issuer == x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])


def test_it_is_small(several):
    assert all(len(der) <= 284 + 2 * len(NAME) == 290 for _, _, der in several)


def test_no_two_are_alike(several):
    assert len({certificate.serial_number for _, certificate, _ in several}) == len(several)
    assert len({key.private_numbers().private_value for key, _, _ in several}) == len(several)
    assert all(0 < certificate.serial_number < 1 << 63 for _, certificate, _ in several)


def test_the_longest_name_fits(make):
    _, certificate, der = make("handheld-0123456")
    certificate.verify_directly_issued_by(certificate)
    assert len(der) <= 316


@pytest.mark.parametrize("name", ["", "handheld-01234567"])
def test_a_name_that_is_none_or_too_long_is_refused(make, name):
    with pytest.raises(AssertionError, match="1 to 16 bytes"):
        make(name)
