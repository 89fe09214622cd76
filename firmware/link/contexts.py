"""TLS on the handheld's side of the link: one version, one suite, and the laptops whose certificates are pinned."""

import tls

_SUITE = "TLS-ECDHE-ECDSA-WITH-AES-128-GCM-SHA256"


def server_context(private_key_der: bytes, certificate_der: bytes, pinned, verify) -> "tls.SSLContext":
    """Return a context that lets in the holders of the pinned certificates (DER) only; without any, nobody.

    `verify(certificate_der, depth)` returns 0, or -1 to refuse. It is called with certificates that are refused anyway
    and before it is proved that the laptop has the key: only once something was read does it say who is there. Before
    that, asking the connection for its cipher() crashes MicroPython.
    """
    context = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_der, private_key_der)
    for certificate in pinned:
        context.load_verify_locations(certificate)  # adds to those before
    # The stubs know no attributes.
    context.verify_mode = tls.CERT_REQUIRED  # pyright: ignore[reportAttributeAccessIssue]
    context.verify_callback = verify  # pyright: ignore[reportAttributeAccessIssue]
    context.set_ciphers([_SUITE])
    return context
