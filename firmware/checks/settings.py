"""Small values that outlive a power cut: numbers and bytes by name."""

from checks import files
from ports import StorageError
from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError

_memory = {}  # where the flash cannot be used, a sync must still go on: until the power is off they lie here


def load(name: str, default):
    """Return the stored value, `default` when there is none or it is damaged."""
    if files.damage:
        return _memory.get(name, default)
    try:
        content = files.read("settings/" + name)
        return default if content is None else decode(content)
    except (CborError, StorageError):
        return default


def forget(name: str) -> None:
    """Remove a value if it is there."""
    files.remove("settings/" + name)


def store(name: str, value) -> None:
    """Store a value (a CBOR type) durably; StorageError when there is no room."""
    if files.damage:
        _memory[name] = value
        return
    files.write("settings/" + name, (encode(value),))
