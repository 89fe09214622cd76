"""Small offline lists for the cases."""

import hashlib

from viewmark_protocol.lists.entries import pack
from viewmark_protocol.lists.offline import KEY_BYTES, ListHeader, OfflineList, key_id

KEY = bytes(range(KEY_BYTES))
ISSUED_S = 1_790_000_000
EXPIRES_S = ISSUED_S + 7 * 86400


def list_bytes(weapons, key=KEY):
    """Return a whole list of `(serial, maker, category)`."""
    return bytes_of_entries([entry for weapon in weapons for entry in pack(key, *weapon)], key)


def bytes_of_entries(entries, key=KEY):
    """Return a whole list of packed entries."""
    body = b"".join(sorted(entries))
    digest = hashlib.sha256(body).digest()
    return ListHeader(5, ISSUED_S, EXPIRES_S, len(entries), key_id(key), "focal point", digest).encode() + body


def reader(data):
    """Return the `read(offset, size)` of a list that lies in memory."""
    return lambda offset, size: data[offset : offset + size]


def offline_list(weapons):
    """Return the list of these weapons, opened."""
    return OfflineList(reader(list_bytes(weapons)), KEY)
