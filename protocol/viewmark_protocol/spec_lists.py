"""The document's section on the offline list: files, rows, changes, signatures, keys. CPython only."""

from .lists import delta, entries, header, key_box, offline, overlay
from .spec_table import layout, table

_HEADER_FIELDS = (
    ("4s", "magic", "`VML2`"),
    ("I", "version", "counts up; records name it"),
    ("I", "base", "0 for a whole list; for changes, the version of the whole list that they are on"),
    ("I", "before", "for changes, the version that they turn into this one"),
    ("Q", "issued", "UTC seconds"),
    ("Q", "expires", "UTC seconds; afterwards nothing is `clear`"),
    ("I", "entries", "how many count"),
    ("I", "buckets", "of the whole list"),
    ("I", "body", "bytes behind the head"),
    ("8s", "key id", "SHA-256 of `viewmark list key` and the key, first 8 bytes"),
    ("24s", "issuer", "UTF-8, zeros behind"),
    ("32s", "digest", "SHA-256 of the table of segment digests"),
    ("H", "signature", "its length"),
    ("I", "CRC-32", "of the header before it"),
)


def offline_list() -> str:
    """Return the section."""
    return f"""
## Offline list

A file is its head and its body. The head: a header of {header.HEADER_BYTES} bytes, the issuer's signature over all of
it but its CRC-32 (HSS/LMS, RFC 8554), and the SHA-256 of each segment of the body. A handheld verifies the head
before it takes the first byte of the body, and each segment as soon as it is whole.

{layout(_HEADER_FIELDS, header.HEADER_BYTES)}

The body of a whole list is its directory, a segment by itself, and its buckets, in segments of
{header.SEGMENT_BYTES // 1024} KiB. The directory holds where each bucket begins behind it ({header.OFFSET_BYTES} bytes
each) and where the last one ends. A bucket is a check sum (the low {8 * offline.CHECK_BYTES} bits of the CRC-32 of its
row, begun with its number) and a row.

**Rows** are Golomb-Rice coded: each entry is the gap to the number before it, as `gap >> r` zeros, a one and the low r
bits of the gap, then a payload of fixed width; less than the shortest entry, all zeros, fills up the last byte.

{_entry()}

A payload is masked by the digest's bytes 8 to 10, so that only who can ask for a serial reads what is said of it.

**Changes** have a body of three rows: what is added, what of earlier changes is dropped, and what of the whole list
is removed; before them the Rice bits of each (a byte each, and a spare one) and the bytes of the first two (4 each).
Added and dropped entries are numbered `bucket << {entries.REMAINDER_BITS} | remainder`, removed ones
`bucket << {delta.PLACE_BITS} | place in it`. Changes whose `before` is the whole list's version replace whatever
changes were there. A handheld merges them into an overlay of rows of {1 << overlay.GROUP_BITS} buckets each
(r = {overlay.RICE_BITS}), with a filter of two bits a number, a byte for each bucket, which it writes beside the one in
use; the overlay's header goes last.

**Replacing.** A newer whole list is written over the older one's buckets, segment by segment; a journal says which
are whole and which are given up. Meanwhile each bucket answers from the list that has it whole, the newer one first,
and what lies in the segment in hand is `unchecked`. The older list's dates count until all is here.

**Who may issue.** A handheld takes lists that are signed under a root (an HSS public key) that is built into its
firmware or that the first laptop brought; another root only with a signature by the known one over
`viewmark list root` and it.

**The key** belongs to a key epoch. The register gives it out in boxes of {key_box.KEY_BOX_BYTES} bytes, one for each
handheld; laptops carry them and cannot open them. A box is a point P of P-256 that is used once
({key_box.POINT_BYTES} bytes, SEC 1 uncompressed) and the box of the list key under SHA-256(`viewmark list key for a
handheld`, 0, x, P, Q): Q is the point of the handheld's certificate, x (32 bytes) that of the Diffie-Hellman secret of
P and Q. The handheld then keeps the key in a box under its store key. Who has it unwrapped and a list
can test guesses: a million and more a second on one core, so all serials of a common shape within minutes, and learns
category and maker of those that are listed. It cannot make a list: that takes the issuer's signing key. A new epoch's
key keeps from such a thief only what is listed later. Without the key a list tells how many entries it has, and no
more."""


def _entry() -> str:
    categories = ", ".join([f"{word} {place}" for place, word in enumerate(entries.CATEGORIES)])
    bucket = f"bucket: 4 bytes of SHA-256(key, 1, skeleton), times buckets, >> 32; {entries.BUCKET_ENTRIES} to a bucket"
    name = f"under a shared code the last {entries.NAME_BITS} are of SHA-256(key, 3, the maker's exact key)"
    return table(
        ("bits", "of an entry of a whole list"),
        [
            ("", bucket),
            ("coded", f"remainder: the next {entries.REMAINDER_BITS} bits of that digest; r = {offline.RICE_BITS}"),
            ("4", f"category: {categories}"),
            ("8", "maker's code"),
            (str(entries.TAG_BITS), f"tag: first bits of SHA-256(key, 2, exact); {name}"),
        ],
    )
