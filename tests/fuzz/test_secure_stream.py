"""The laptop's TLS against garbage and changed records: it ends as not paired or as a broken line, never otherwise."""

import pytest
from hostile import mutated
from hypothesis import strategies as st
from peers import HANDHELD, LAPTOP_CONTEXT, NONCE, STRANGER, TlsServer

from viewmark.devices.secure import SecureStream
from viewmark.errors import NotPairedError
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.frames.link import Link

SAID = b"what a paired laptop says"
ALERT, SERVER_HELLO = b"\x15\x03\x03\0\2\2\x30", b"\x16\x03\x03\0\x4a\2\0\0\x46\3\3" + bytes(69)
RECORDS = [
    ALERT,
    SERVER_HELLO,
    b"\x17\x03\x03\0\x20" + bytes(32),
    b"\x14\x03\x03\0\1\1",
    b"\x16\x03\x03\xff\xff" + bytes(99),
]
MOST_BYTES = 1 << 17


def stream() -> SecureStream:
    return SecureStream(Link(NONCE), LAPTOP_CONTEXT, [HANDHELD[1]])


def held_bytes(one: SecureStream) -> int:
    """Return how much a stream holds back, for either side."""
    return one._arrived.pending + one._leaving.pending + one.unsent_bytes


def talk(one: SecureStream, server: TlsServer, steps: int = 12) -> bytes:
    """Carry bytes both ways; return what came back of what was said."""
    heard = b""
    one.send(SAID)
    for now_ms in range(0, steps * 20, 20):
        heard += one.feed(server.feed(one.poll(now_ms), now_ms), now_ms)
        assert held_bytes(one) < MOST_BYTES
    return heard


def test_an_honest_server_sends_back_what_it_was_told():
    assert talk(stream(), TlsServer()) == SAID


def test_garbage_in_place_of_a_handshake_says_that_they_are_not_paired(fuzz):
    def holds(pieces):
        one, far = stream(), Link(None)
        try:
            for now_ms, piece in enumerate([b"", *pieces]):
                far.feed(one.poll(now_ms), now_ms)
                far.send(piece)
                assert one.feed(far.poll(now_ms), now_ms) == b""
                assert held_bytes(one) < MOST_BYTES
        except (NotPairedError, LinkLostError):
            return

    fuzz(holds, st.lists(mutated(RECORDS) | st.binary(max_size=300) | st.sampled_from(RECORDS), max_size=8))


def test_a_server_whose_bytes_are_changed_is_heard_as_it_spoke_or_not_at_all(fuzz):
    def holds(example):
        whole, how, data = example
        said = 0

        def change(record):
            nonlocal said
            said += 1
            if said <= whole:
                return record
            if how == "cut":
                return record[: len(record) * data[0] // 256]
            if how == "instead":
                return data
            if how == "before":
                return data + record
            return bytes(byte ^ bits for byte, bits in zip(record, data * (len(record) // len(data) + 1), strict=False))

        try:
            heard = talk(stream(), TlsServer(change=change))
        except (NotPairedError, LinkLostError):
            return
        assert SAID.startswith(heard)

    flips = st.binary(min_size=1, max_size=300) | st.lists(st.sampled_from([0] * 30 + [1]), min_size=40).map(bytes)
    changes = st.sampled_from(["flip", "flip", "cut", "instead", "before"])
    fuzz(holds, st.tuples(st.integers(0, 3), changes, flips | mutated(RECORDS).filter(len)))


def test_a_stranger_in_the_handhelds_place_is_not_paired():
    with pytest.raises(NotPairedError):
        talk(stream(), TlsServer(STRANGER))


def test_what_comes_behind_the_end_of_tls_is_not_gathered():
    one, server = stream(), TlsServer()
    talk(one, server)
    server.end()
    with pytest.raises(LinkLostError):
        for now_ms in range(1000, 3000, 20):
            server.link.send(bytes(4000))
            one.feed(server.feed(one.poll(now_ms), now_ms), now_ms)
            assert held_bytes(one) < MOST_BYTES
