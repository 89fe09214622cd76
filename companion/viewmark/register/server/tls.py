"""The register's TLS: a certificate that is given, or made at the first start; enrolled laptops pin it."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ...devices.identity import make_identity
from ...signing.errors import SigningError
from ...signing.files import exclusive, replace_durably
from ..errors import SetupError

CERTIFICATE_FILE, KEY_FILE = "register.crt", "register.key"
_COMMON_NAME = "viewmark register"


@dataclass(frozen=True)
class Tls:
    """Where certificate and private key lie (PEM), and the certificate itself (DER)."""

    certificate_file: Path
    key_file: Path
    certificate: bytes


def tls_of(folder: Path, certificate_file: Path | None = None, key_file: Path | None = None) -> Tls:
    """Return the TLS of a register: of the files that are given, else of its folder, where they are made once.

    SetupError where they cannot be used together.
    """
    if (certificate_file is None) != (key_file is None):
        raise SetupError("Certificate and private key go together. Give both, or none.")
    if certificate_file is None or key_file is None:
        certificate_file, key_file = folder / CERTIFICATE_FILE, folder / KEY_FILE
        _ensure(certificate_file, key_file)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate_file, key_file)
        certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    except (OSError, ValueError) as error:
        raise SetupError(
            f"{certificate_file} and {key_file} are no certificate with its private key. Give both as PEM."
        ) from error
    return Tls(certificate_file, key_file, certificate.public_bytes(Encoding.DER))


def _ensure(certificate_file: Path, key_file: Path) -> None:
    try:
        certificate_file.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(certificate_file):
            if not certificate_file.exists():
                private_key, certificate = make_identity(_COMMON_NAME)
                replace_durably(key_file, private_key)
                pem = x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
                replace_durably(certificate_file, pem)
    except (OSError, SigningError) as error:
        raise SetupError(f"The certificate cannot be written: {error}. Name a folder that can.") from error
