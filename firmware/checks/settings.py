"""Small values that outlive a power cut: numbers and bytes by name. Secrets lie in boxes under the store key."""

from checks import files
from keys import secrets
from ports import StorageError
from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError, SealError

_memory = {}  # where the flash cannot be used, a sync must still go on: until the power is off they lie here


def load(name: str, default):
    """Return the stored value, `default` when there is none, or it is damaged or of another shape than `default`."""
    if files.damage:
        return _memory.get(name, default)
    try:
        content = files.read("settings/" + name)
        value = default if content is None else decode(content)
    except (CborError, StorageError):
        return default
    return value if default is None or _has_shape(value, default) else default


def forget(name: str) -> None:
    """Remove a value if it is there."""
    files.remove("settings/" + name)


def store(name: str, value) -> None:
    """Store a value (a CBOR type) durably, where files can be had; StorageError when there is no room."""
    if files.damage:
        _memory[name] = value
        return
    files.write("settings/" + name, (encode(value),))


def load_secret(name: str) -> "bytes | None":
    """Return a secret; None when there is none, when it is damaged, or while the handheld is locked."""
    box = load(name, None)
    try:
        return secrets.open(name.encode(), box) if isinstance(box, bytes) else None
    except (SealError, StorageError):
        return None


def store_secret(name: str, secret: bytes) -> None:
    """Store a secret durably; StorageError when there is no room or the handheld is locked."""
    store(name, secrets.close(name.encode(), secret))


def _has_shape(value, default) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list) and [type(one) for one in value] == [type(one) for one in default]
    return type(value) is type(default)
