"""Properties of the codecs, CBOR with cbor2 as the oracle."""

import contextlib

import cbor2
from hypothesis import given, settings
from hypothesis import strategies as st

from viewmark_protocol import cbor, serials
from viewmark_protocol.checks import decode_check
from viewmark_protocol.errors import CborError, FrameError, ListError, SchemaError, ViewmarkError
from viewmark_protocol.frames import cobs, frame
from viewmark_protocol.frames.frame import FrameReader
from viewmark_protocol.lists.header import decode_header
from viewmark_protocol.messages.registry import MessageReader, decode_message

INTEGERS = st.integers(min_value=-(1 << 64), max_value=(1 << 64) - 1)
KEYS = INTEGERS | st.text() | st.binary()
LEAVES = st.none() | st.booleans() | KEYS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


def depth(value):
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return 1 + max([depth(one) for one in inner], default=0) if isinstance(value, list | dict) else 0


@settings(max_examples=400, deadline=None)
@given(VALUES.filter(lambda value: depth(value) <= 12))
def test_what_is_encoded_is_what_the_oracle_reads_and_comes_back(value):
    data = cbor.encode(value)
    assert cbor2.loads(data) == value
    assert cbor.decode(data) == value


@settings(max_examples=400, deadline=None)
@given(LEAVES | st.lists(LEAVES, max_size=30))
def test_without_maps_the_oracles_canonical_bytes_are_ours(value):
    # Its canonical map order is RFC 7049's (length first), ours RFC 8949's.
    assert cbor.encode(value) == cbor2.dumps(value, canonical=True)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(INTEGERS, LEAVES, max_size=10))
def test_maps_of_integers_are_in_the_oracles_order(value):
    assert cbor.decode(cbor2.dumps(dict(sorted(value.items(), key=lambda item: cbor.encode(item[0]))))) == value


@settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=40))
def test_random_bytes_are_the_one_encoding_of_a_value_or_refused(data):
    try:
        value = cbor.decode(data)
    except CborError:
        return
    assert cbor.encode(value) == data
    assert cbor2.loads(data) == value


@settings(max_examples=300, deadline=None)
@given(VALUES, st.data())
def test_a_changed_byte_is_another_value_or_refused(value, data):
    encoded = bytearray(cbor.encode(value))
    place = data.draw(st.integers(0, len(encoded) - 1))
    encoded[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(CborError):
        assert cbor.encode(cbor.decode(bytes(encoded))) == bytes(encoded)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from([b"\0", b"\x01", b"a" * 253, b"b" * 254, b"c" * 255]) | st.binary(max_size=9)).map(
        b"".join
    )
)
def test_cobs_comes_back_without_a_zero(data):
    stuffed = cobs.encode(data)
    assert 0 not in stuffed
    assert len(stuffed) <= len(data) + 1 + len(data) // 254
    assert cobs.decode(stuffed) == data


@given(st.integers(1, 8), st.integers(0, 255), st.integers(0, 65535), st.binary(max_size=600), st.integers(1, 50))
@settings(deadline=None)
def test_a_frame_comes_back_however_it_is_cut(kind, connection, sequence, payload, size):
    data = frame.encode(kind, connection, sequence, payload)
    reader = FrameReader(600)
    found = [one for at in range(0, len(data), size) for one in reader.feed(data[at : at + size])]
    assert [(one.kind, one.connection, one.sequence, one.payload) for one in found if one] == [
        (kind, connection, sequence, payload)
    ]


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=200))
def test_no_decoder_raises_anything_but_its_own_errors(data):
    for decoder, errors in (
        (cobs.decode, FrameError),
        (frame.decode, FrameError),
        (decode_message, (CborError, SchemaError)),
        (decode_check, (CborError, SchemaError)),
        (decode_header, ListError),
    ):
        with contextlib.suppress(errors):
            decoder(data)
    list(FrameReader(64).feed(data))
    with contextlib.suppress(SchemaError):
        MessageReader().feed(data)


@settings(max_examples=500, deadline=None)
@given(VALUES)
def test_any_value_is_a_message_and_a_check_or_refused(value):
    with contextlib.suppress(CborError):
        data = cbor.encode(value)
        for decoder in (decode_message, decode_check):
            with contextlib.suppress(ViewmarkError):
                decoder(data)


@settings(max_examples=1000, deadline=None)
@given(st.text())
def test_serial_keys_are_idempotent(raw):
    exact, skeleton = serials.exact(raw), serials.skeleton(raw)
    assert serials.exact(exact) == exact
    assert serials.skeleton(skeleton) == serials.skeleton(exact) == skeleton
    assert exact.count("?") == raw.count("?") + raw.count("\uff1f")


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126)))
def test_serial_keys_of_ascii_are_what_plain_python_says(raw):
    expected = "".join(character for character in raw.upper() if character.isalnum() or character == "?")
    assert serials.exact(raw) == expected
