"""Addresses as a browser takes them."""


def url_of(scheme: str, host: str, port: int) -> str:
    """Return the URL of a host, which may be an IPv6 address."""
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
