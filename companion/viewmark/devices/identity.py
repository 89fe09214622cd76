"""Who the laptop is to its handhelds: a key and a certificate of its own, and TLS with those that it knows."""

import datetime
import hashlib
import secrets
import ssl
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

# As in the handhelds' own: their clock may not be set yet, and a date after 2049 takes two bytes more.
_NOT_BEFORE = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
_NOT_AFTER = datetime.datetime(2049, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)
# The level leaves out what P-256 does not need: fewer bytes in the first flight, and nothing weaker to choose.
_SUITE = "ECDHE-ECDSA-AES128-GCM-SHA256:@SECLEVEL=3"
_NO_ENCRYPT_THEN_MAC = 1 << 19  # OpenSSL's SSL_OP_NO_ENCRYPT_THEN_MAC: the one suite has no MAC of its own
_CURVE = "prime256v1"


def make_identity(name: str) -> tuple[bytes, bytes]:
    """Return a new private key (PKCS #8, PEM) and its self-signed certificate (X.509, DER), on P-256."""
    private_key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject, subject)
        .public_key(private_key.public_key())
        .serial_number(1 << 62 | secrets.randbits(62))
        .not_valid_before(_NOT_BEFORE)
        .not_valid_after(_NOT_AFTER)
        # Who trusts this certificate trusts none that it signs.
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=False)
        .sign(private_key, SHA256())
    )
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, certificate.public_bytes(Encoding.DER)


def fingerprint(certificate_der: bytes) -> bytes:
    """Return the 32 bytes by which a certificate is known: SHA-256 of its DER."""
    return hashlib.sha256(certificate_der).digest()


def is_certificate(certificate_der: bytes) -> bool:
    """Return whether bytes are one certificate and nothing else: one that is none would spoil the whole context."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=certificate_der)
        return x509.load_der_x509_certificate(certificate_der).public_bytes(Encoding.DER) == certificate_der
    except (ssl.SSLError, ValueError):
        return False


def client_context(private_key_pem: bytes, certificate_der: bytes, pinned: Iterable[bytes]) -> ssl.SSLContext:
    """Return a context that talks TLS 1.2 in one suite, and to the holders of the pinned certificates (DER) only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # a handheld has no address: its certificate is its name
    context.verify_mode = ssl.CERT_REQUIRED
    # A pinned certificate is trusted as it is, also beside another of the same name; it is no authority (CA:FALSE).
    context.verify_flags = ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_TRUSTED_FIRST
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_SUITE)
    context.set_ecdh_curve(_CURVE)  # the only one offered: a handshake of fewer bytes
    context.options |= ssl.OP_NO_TICKET | ssl.OP_NO_RENEGOTIATION | _NO_ENCRYPT_THEN_MAC
    if trusted := b"".join(pinned):
        context.load_verify_locations(cadata=trusted)
    _load_identity(context, private_key_pem, certificate_der)
    return context


def _load_identity(context: ssl.SSLContext, private_key_pem: bytes, certificate_der: bytes) -> None:
    """Have the context use a key, which `ssl` takes from a file only: there it lies encrypted, for this moment."""
    password = secrets.token_bytes(32).hex()
    private_key = load_pem_private_key(private_key_pem, None)
    encryption = BestAvailableEncryption(password.encode())
    content = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    content += x509.load_der_x509_certificate(certificate_der).public_bytes(Encoding.PEM)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "identity.pem"
        path.write_bytes(content)
        context.load_cert_chain(path, password=password)
