"""Small offline lists as the laptop offers them."""

import hashlib

from viewmark_protocol.lists.entries import pack
from viewmark_protocol.lists.offline import HEADER_BYTES, ListHeader, key_id
from viewmark_protocol.messages.hello import Failed

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
ISSUED_S = 1790000000
EXPIRES_S = ISSUED_S + 7 * 86400
PART_BYTES = 1000  # crosses the blocks of the flash at every place


def list_bytes(version, weapons=40, key=KEY):
    """Return a whole list of so many weapons, `<version>A0`, `<version>A1`, ... of one maker."""
    entries = [pack(key, "%dA%d" % (version, number), "GLOCK", "stolen")[0] for number in range(weapons)]
    body = b"".join(sorted(entries))
    digest = hashlib.sha256(body).digest()
    return ListHeader(version, ISSUED_S, EXPIRES_S, weapons, key_id(key), "focal point", digest).encode() + body


def push(store, content, parts=-1):
    """Offer a list and push at most so many parts; return the last answer."""
    answer = store.offer(content[:HEADER_BYTES], len(content))
    while parts != 0 and not isinstance(answer, Failed) and answer.offset < len(content):
        answer = store.take(answer.offset, content[answer.offset : answer.offset + PART_BYTES])
        parts -= 1
    return answer
