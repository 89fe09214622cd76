"""The golden vectors: what the code makes of fixed values now. Files in protocol/vectors hold what it made first."""

import binascii
import json

from protocol_helpers.lists import ISSUED_S, KEY, delta_bytes, list_bytes, pair_of, reader
from protocol_helpers.samples import (
    LOG_ID,
    check,
    firmware_messages,
    handheld_hello,
    later_families,
    later_messages,
    messages,
    pairing_messages,
    sealed_check,
    tied_messages,
)
from viewmark_protocol import serials
from viewmark_protocol.cbor import encode
from viewmark_protocol.checks import encode_check
from viewmark_protocol.frames import cobs, frame
from viewmark_protocol.judging import judge
from viewmark_protocol.lists.offline import OfflineList
from viewmark_protocol.messages.registry import encode_message
from viewmark_protocol.sealing.box import KeyWrap, close_box
from viewmark_protocol.sealing.record import end_proof, first_tag, label_iv, next_key, seal

CBOR_VALUES = (
    ("small", 0),
    ("23", 23),
    ("24", 24),
    ("256", 256),
    ("65536", 65536),
    ("largest", (1 << 64) - 1),
    ("smallest", -(1 << 64)),
    ("true, false, null", [True, False, None]),
    ("text in three scripts", "Gl\u00fc\u0416\u03a9"),
    ("bytes", b"\x00\x01\xff"),
    ("map", {"aa": 1, "b": [2], 10: None, -1: b"x"}),
    ("nested", [[[[[[1]]]]]]),
)
COBS_DATA = (b"", b"\0", b"\0\0", b"\x11\x22\0\x33", bytes(range(1, 255)), bytes(range(256)), b"\x01" * 254 + b"\0")
FRAMES = (
    ("open", frame.OPEN, 0x11, 0, b"\x11\x22\x33\x44\x10\x00\x08"),
    ("opened", frame.OPENED, 0x11, 0, b"\x11\x22\x33\x44\x02\x00\x08"),
    ("data", frame.DATA, 0x11, 0x3344, b"hello\0hello"),
    ("acknowledge", frame.ACKNOWLEDGE, 0x11, 0x3345, b""),
    ("acknowledge with two beyond", frame.ACKNOWLEDGE, 0x11, 0xFFFF, b"\x05"),
)
RAWS = (
    "ab-12.34",
    "\u0430\u0412\u041212 \u041e\u0416",
    "\u03b1\u0392\u03a9-\u03c712",
    "\u0661\u06f2\uff13\uff21",
    "OQDILSZBG?",
    "\u00fc\u00df\u00f7",
    "",
)
WEAPONS = (
    ("AB1230", "GLOCK", "stolen"),
    ("77AB", "BERETTA", "lost"),
    ("K555", None, "trafficked"),
    ("R4711", "Nobody & Sons", "wanted-evidence"),
)
LOOKUPS = (
    ("ab-1230", "GLOCK"),
    ("AB1230", "COLT"),
    ("AB1230", None),
    ("A8123O", "GLOCK"),
    ("AB12?0", "GLOCK"),
    ("R4711", "Nobody & Sons"),
    ("XYZ987", "GLOCK"),
)


def hexed(data):
    """Return bytes as hex text."""
    return binascii.hexlify(data).decode()


def unhexed(text):
    """Return the bytes of hex text."""
    return binascii.unhexlify(text)


def made():
    """Return `(file name, vectors)` of everything, a vector being a list of texts, its name or input first."""
    whole_list = list_bytes(WEAPONS)
    changes = delta_bytes([pair_of(("CD77", "COLT", "lost"), 1)], [], [1], 1, 6, 5)
    opened = OfflineList(reader(whole_list), KEY)
    first = messages()[: -len(later_families())]
    # In the order in which they were locked.
    sent = first + later_messages() + pairing_messages() + tied_messages() + firmware_messages()
    sent.append(handheld_hello(board="test-board"))
    verdicts = [(serial, maker, judge(serial, maker, opened, ISSUED_S, "laptop")) for serial, maker in LOOKUPS]
    return [
        ("cbor.json", [[name, hexed(encode(value))] for name, value in CBOR_VALUES]),
        ("cobs.json", [[hexed(data), hexed(cobs.encode(data))] for data in COBS_DATA]),
        ("frames.json", [[one[0], hexed(frame.encode(*one[1:]))] for one in FRAMES]),
        ("messages.json", [[type(one).__name__, hexed(encode_message(one, one.ID + 1000))] for one in sent]),
        (
            "checks.json",
            [[name, hexed(encode_check(one))] for name, one in (("pistol", check()), ("later", sealed_check()))],
        ),
        ("serials.json", [[raw, serials.exact(raw), serials.skeleton(raw), serials.shape(raw)] for raw in RAWS]),
        (
            "lists-2.json",
            [["four weapons", hexed(KEY), hexed(whole_list)], ["a day's changes", hexed(KEY), hexed(changes)]],
        ),
        ("seals.json", seals()),
        ("lookups.json", [[serial, maker or "", given.word, given.reason] for serial, maker, given in verdicts]),
    ]


def seals():
    """Return the vectors of what is sealed under the keys 00 01 02 ... and what follows from it."""
    key, label_key = bytes(range(32)), bytes(range(32, 64))
    second = next_key(key)
    iv = label_iv(label_key, (1, 1_790_000_000, 4, 2), b"random")
    one = seal(key, 1, first_tag(LOG_ID), iv, b"the first record")
    two = seal(second, 2, one[-16:], bytes(16), b"")
    made_of = (
        ("second key", second),
        ("first tag", first_tag(LOG_ID)),
        ("label as IV", iv),
        ("first record", one),
        ("second record, empty", two),
        ("end after two", end_proof(next_key(second), LOG_ID, 3)),
        ("box", close_box(key, bytes(16), b"seventeen letters")),
        ("wrapped key", KeyWrap(key).wrap(bytes(16), label_key)),
    )
    return [[name, hexed(value)] for name, value in made_of]


def stored(folder, name):
    """Return the vectors of a file."""
    with open(folder + "/" + name, encoding="utf-8") as file:
        return json.load(file)
