"""Small offline lists for the cases, made by the simplest means, on both interpreters."""

import hashlib

from viewmark_protocol.lists.coding import in_memory, pack
from viewmark_protocol.lists.delta import encode_body
from viewmark_protocol.lists.entries import PAYLOAD_BITS, buckets_for, payload_of, place_of
from viewmark_protocol.lists.header import KEY_BYTES, ListHeader, key_id, segment_table
from viewmark_protocol.lists.offline import RICE_BITS, OfflineList, check_of

KEY = bytes(range(KEY_BYTES))
ISSUED_S = 1_790_000_000
EXPIRES_S = ISSUED_S + 7 * 86400


def pair_of(weapon, buckets, key=KEY):
    """Return `(bucket << 20 | remainder, masked payload)` of `(serial, maker, category)`."""
    bucket, remainder, mask = place_of(key, weapon[0], buckets)
    return bucket << 20 | remainder, payload_of(key, *weapon) ^ mask


def list_bytes(weapons, key=KEY, version=5, signer=None):
    """Return a whole list of `(serial, maker, category)`."""
    buckets = buckets_for(len(weapons))
    pairs = sorted({pair_of(weapon, buckets, key) for weapon in weapons})
    return bytes_of_pairs(pairs, buckets, key, version, signer)


def bytes_of_pairs(pairs, buckets, key=KEY, version=5, signer=None):
    """Return a whole list of ascending pairs."""
    rows, directory = b"", bytearray()
    for bucket in range(buckets):
        inside = [(number & 0xFFFFF, payload) for number, payload in pairs if number >> 20 == bucket]
        row = pack(inside, RICE_BITS, PAYLOAD_BITS)
        directory.extend(len(rows).to_bytes(3, "big"))
        rows += check_of(row, bucket) + row
    directory.extend(len(rows).to_bytes(3, "big"))
    return file_of(bytes(directory) + rows, len(pairs), buckets, key, version, 0, 0, signer)


def delta_bytes(adds, drops, removals, buckets, version, before, base=5, key=KEY, signer=None):
    """Return a delta of ascending pairs and removed places on a base of so many buckets."""
    return file_of(encode_body(adds, drops, removals, buckets), 0, buckets, key, version, base, before, signer)


def file_of(body, entries, buckets, key, version, base=0, before=0, signer=None):
    """Return header, signature, table and body of a list or delta issued now."""
    size = signer.signature_bytes if signer else 0
    numbers = (version, ISSUED_S, EXPIRES_S, entries, buckets, len(body), key_id(key))
    header = ListHeader(*(numbers + ("focal point", b"", base, before, size)))
    table = segment_table(header, body)
    header.table_digest = hashlib.sha256(table).digest()
    return header.encode() + (signer.sign(header.signed_bytes()) if signer else b"") + table + body


reader = in_memory


def offline_list(weapons):
    """Return the list of these weapons, opened."""
    return OfflineList(reader(list_bytes(weapons)), KEY)
