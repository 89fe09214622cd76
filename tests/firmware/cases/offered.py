"""Small offline lists as the laptop offers them."""

from protocol_helpers.lists import delta_bytes, pair_of
from protocol_helpers.lists import list_bytes as made

from issuer import ISSUER
from keys import p256
from viewmark_protocol.lists.header import HEADER_BYTES, decode_header
from viewmark_protocol.lists.key_box import POINT_BYTES, close_list_key
from viewmark_protocol.messages.hello import Failed

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
PART_BYTES = 1000  # crosses the blocks of the flash at every place

_ONCE = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721

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


def key_box(certificate, key=KEY):
    """Return the list key in a box for the handheld with this certificate, as the register closes it."""
    at = certificate.index(b"\x03\x42\x00\x04") + 3
    public = certificate[at : at + POINT_BYTES]
    x, y = p256.public_key(_ONCE)
    once = b"\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    secret = p256.secret_with(_ONCE, public, bytes(p256.BLINDING_BYTES))
    return close_list_key(key, bytes(16), once, public, secret)


def push(store, content, parts=-1):
    """Offer a file and push at most so many parts; return the last answer."""
    answer = store.offer(head_of(content), len(content))
    while parts != 0 and not isinstance(answer, Failed) and answer.offset < len(content):
        answer = store.take(answer.offset, content[answer.offset : answer.offset + PART_BYTES])
        parts -= 1
    return answer
