"""Golden vectors: the bytes that the first version made, which every later one must still make and read."""

import hashlib

from protocol_helpers import refusal
from protocol_helpers.lists import reader
from protocol_helpers.vectors import made, stored, unhexed

from viewmark_protocol import cbor, checks
from viewmark_protocol.errors import ListError
from viewmark_protocol.frames import cobs
from viewmark_protocol.frames.frame import FrameReader, encode
from viewmark_protocol.lists.delta import Delta
from viewmark_protocol.lists.offline import verify
from viewmark_protocol.messages.registry import LENGTH_BYTES, decode_message, encode_message

FOLDER = __file__.replace("\\", "/").rsplit("/", 4)[0] + "/protocol/vectors"

# How many vectors are locked, and the digest of them. New ones go behind; then both are raised here.
LOCKED = {
    "cbor.json": (12, "a4e322b254464a9f"),
    "cobs.json": (7, "9645b7cdf6de518a"),
    "frames.json": (5, "f63e056e257aed4c"),
    "messages.json": (39, "a641871e20e4be6f"),
    "checks.json": (2, "b57f9278ae80e90f"),
    "serials.json": (7, "98be85622f5838eb"),
    "lists-2.json": (2, "18f063146e87f8a4"),
    "seals.json": (8, "4cd84161baa18355"),
    "lookups.json": (7, "7336736c81f7bd29"),
}
# Of formats before the first release: no longer made, and refused by their name.
FORMER = {"lists.json": (1, "13cbec3207558d01")}


def digest(vectors):
    text = "\n".join(["|".join(vector) for vector in vectors])
    return hashlib.sha256(text.encode()).digest().hex()[:16]


def test_no_vector_was_ever_edited():
    assert set(LOCKED) == {name for name, _ in made()}
    for name, (count, locked) in list(LOCKED.items()) + list(FORMER.items()):
        vectors = stored(FOLDER, name)
        assert len(vectors) == count, name + ": lock the new ones"
        assert digest(vectors) == locked, name


def test_the_code_still_makes_every_vector():
    for name, vectors in made():
        there = stored(FOLDER, name)
        assert len(vectors) == len(there), name + ": run add_vectors.py"
        for made_now, golden in zip(vectors, there):
            assert made_now == golden, name + ": " + golden[0]


def test_an_edited_vector_is_noticed():
    for name, (_, locked) in LOCKED.items():
        vectors = stored(FOLDER, name)
        vectors[0][-1] += "0"
        assert digest(vectors) != locked, name


def test_the_code_still_reads_cbor_and_checks():
    for _, data in stored(FOLDER, "cbor.json"):
        assert cbor.encode(cbor.decode(unhexed(data))) == unhexed(data)
    for _, data in stored(FOLDER, "checks.json"):
        assert checks.encode_check(checks.decode_check(unhexed(data))) == unhexed(data)


def test_the_code_still_reads_cobs_and_frames():
    for data, stuffed in stored(FOLDER, "cobs.json"):
        assert cobs.decode(unhexed(stuffed)) == unhexed(data)
    for name, data in stored(FOLDER, "frames.json"):
        (found,) = list(FrameReader(64).feed(unhexed(data)))
        assert encode(found.kind, found.connection, found.sequence, found.payload) == unhexed(data), name


def test_the_code_still_reads_messages():
    for name, data in stored(FOLDER, "messages.json"):
        request, message = decode_message(unhexed(data)[LENGTH_BYTES:])
        assert type(message).__name__ == name
        assert encode_message(message, request) == unhexed(data)


def test_the_code_still_reads_lists():
    (_, _, whole), (_, _, changes) = stored(FOLDER, "lists-2.json")
    base = verify(reader(unhexed(whole)))
    assert base.issuer == "focal point"
    data = unhexed(changes)
    delta = Delta(reader(data), verify(reader(data)))
    assert (len(list(delta.adds())), list(delta.drops()), list(delta.removals())) == (1, [], [1])
    assert delta.header.before == base.version


def test_a_list_of_the_former_format_is_refused_by_name():
    for _, _, data in stored(FOLDER, "lists.json"):
        assert "older format" in refusal(ListError, verify, reader(unhexed(data)))
