"""Small offline lists as the laptop offers them."""

from protocol_helpers.lists import delta_bytes, pair_of
from protocol_helpers.lists import list_bytes as made

from issuer import ISSUER
from viewmark_protocol.lists.header import HEADER_BYTES, decode_header
from viewmark_protocol.messages.hello import Failed

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
PART_BYTES = 1000  # crosses the blocks of the flash at every place

_made = {}


def weapons_of(version, count):
    """Return so many weapons of one maker, `<version>A0`, `<version>A1`, ..."""
    return [("%dA%d" % (version, number), "GLOCK", "stolen") for number in range(count)]


def list_bytes(version, weapons=40, key=KEY, issuer=ISSUER):
    """Return a whole list of so many weapons, signed."""
    wanted = (version, weapons, key, issuer)
    if wanted not in _made:
        _made[wanted] = made(weapons_of(version, weapons), key, version, issuer)
    return _made[wanted]


def changes_bytes(base, before, version, adds=(), drops=(), removals=(), issuer=ISSUER):
    """Return the changes on a list (its bytes) that add and drop weapons, and remove places of it."""
    header = decode_header(base[:HEADER_BYTES])
    pairs = [sorted([pair_of(one, header.buckets, KEY) for one in row]) for row in (adds, drops)]
    return delta_bytes(*(pairs + [list(removals), header.buckets, version, before, header.version, KEY, issuer]))


def head_of(content):
    """Return what is offered of a file before its body."""
    return content[: decode_header(content[:HEADER_BYTES]).head_bytes]


def push(store, content, parts=-1):
    """Offer a file and push at most so many parts; return the last answer."""
    answer = store.offer(head_of(content), len(content))
    while parts != 0 and not isinstance(answer, Failed) and answer.offset < len(content):
        answer = store.take(answer.offset, content[answer.offset : answer.offset + PART_BYTES])
        parts -= 1
    return answer
