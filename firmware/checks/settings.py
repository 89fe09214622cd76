"""Small values that outlive a power cut: numbers and bytes by name."""

from checks import files
from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError


def load(name: str, default):
    """Return the stored value, `default` when there is none or it is damaged."""
    content = files.read("settings/" + name)
    if content is None:
        return default
    try:
        return decode(content)
    except CborError:
        return default


def forget(name: str) -> None:
    """Remove a value if it is there."""
    files.remove("settings/" + name)


def store(name: str, value) -> None:
    """Store a value (a CBOR type) durably; StorageError when there is no room."""
    files.write("settings/" + name, (encode(value),))
