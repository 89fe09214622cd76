"""Closing the list key for one handheld: only the key of its certificate opens it (see `viewmark_protocol`)."""

import secrets

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.key_box import close_list_key
from viewmark_protocol.sealing.box import IV_BYTES


def close_for(list_key: bytes, certificate_der: bytes) -> bytes:
    """Return the box of a list key for the handheld with this certificate; ListError where it can have none."""
    try:
        public = x509.load_der_x509_certificate(certificate_der).public_key()
    except ValueError:
        public = None
    if not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(public.curve, ec.SECP256R1):
        raise ListError("This is no handheld's certificate. Pair the handheld anew.")
    once = ec.generate_private_key(ec.SECP256R1())
    secret = once.exchange(ec.ECDH(), public)
    return close_list_key(list_key, secrets.token_bytes(IV_BYTES), _point(once.public_key()), _point(public), secret)


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
