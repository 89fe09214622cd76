"""Every decoder of bytes from the wire: whatever comes, it gives a value or raises its own error, and stays small."""

import contextlib

from hostile import ENCODED, MESSAGES, any_message, cut, filled, mutated
from hypothesis import strategies as st
from protocol_helpers import samples

from viewmark.archive.checks import photo_key, photos_of, summarised
from viewmark_protocol import cbor, radio
from viewmark_protocol.checks import Check, decode_check, encode_check
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import (
    CborError,
    FrameError,
    LinkLostError,
    ListError,
    SchemaError,
    SealError,
    ViewmarkError,
)
from viewmark_protocol.frames import cobs, frame
from viewmark_protocol.frames.frame import FrameReader
from viewmark_protocol.frames.link import WINDOW_FRAMES, Link
from viewmark_protocol.lists.header import HEADER_BYTES, ListHeader, decode_header
from viewmark_protocol.messages.registry import (
    LENGTH_BYTES,
    MAX_MESSAGE_BYTES,
    MessageReader,
    all_messages,
    decode_message,
    encode_message,
)
from viewmark_protocol.sealing.chain import SealChain
from viewmark_protocol.sealing.record import first_tag, seal

LOG_ID, FIRST_KEY, NONCE = b"log-0001", bytes(range(32)), b"abcd"
FRAMES = [frame.encode(frame.DATA, 1, number, one) for number, one in enumerate(ENCODED)]
CHECKS = [encode_check(samples.check()), encode_check(samples.sealed_check())]
SEALED = seal(FIRST_KEY, 1, first_tag(LOG_ID), bytes(16), CHECKS[0])
HEADER = ListHeader(5, 1_790_000_000, 1_790_600_000, 40, 1, 300, bytes(8), "focal point", bytes(32)).encode()
PAYLOAD_BYTES = 512


def test_cobs_gives_no_more_bytes_than_came_or_its_error(fuzz):
    def holds(data):
        with contextlib.suppress(FrameError):
            assert len(cobs.decode(data)) <= len(data)

    fuzz(holds, st.binary(max_size=600) | mutated([one[1:-1] for one in FRAMES]), few=200)


def test_the_frame_reader_finds_frames_in_anything_and_keeps_little(fuzz):
    def holds(example):
        data, size = example
        reader = FrameReader(PAYLOAD_BYTES)
        before = len(reader._buffer)
        for piece in cut(data, size):
            for one in reader.feed(piece):
                assert one is None or len(one.payload) <= PAYLOAD_BYTES
        assert len(reader._buffer) == before
        assert len(reader.log) <= 2048

    traffic = mutated([b"".join(FRAMES), b"MicroPython v1.28\r\n>>> " * 300, frame.EMPTY_FRAME * 3])
    fuzz(holds, st.tuples(st.binary(max_size=300) | traffic, st.integers(1, 700)))


LINK_STEPS = st.one_of(
    st.tuples(st.just("frame"), st.integers(1, 8), st.integers(0, 9), st.binary(max_size=20)),
    st.tuples(st.just("frame"), st.just(frame.DATA), st.integers(0, 9), st.binary(max_size=PAYLOAD_BYTES)),
    st.tuples(st.just("bytes"), st.just(0), st.just(0), mutated(FRAMES)),
    st.tuples(st.just("say"), st.just(0), st.just(0), st.binary(max_size=2000)),
    st.tuples(st.just("wait"), st.integers(0, 7000), st.just(0), st.just(b"")),
)


def test_a_link_keeps_no_more_than_its_window_whatever_frames_come(fuzz):
    def holds(example):
        is_laptop, steps = example
        link = Link(NONCE if is_laptop else None, PAYLOAD_BYTES)
        now_ms, said = 0, 0
        with contextlib.suppress(LinkLostError):
            if is_laptop:
                link.poll(now_ms)
                link.feed(frame.encode(frame.OPENED, NONCE[0], 0, NONCE + b"\2\0\x08"), now_ms)
            else:
                link.feed(frame.encode(frame.OPEN, 0, 0, NONCE + b"\2\0\x08"), now_ms)
            for what, number, ahead, data in steps:
                if what == "frame":
                    sequence = (NONCE[2] << 8 | NONCE[3]) + ahead
                    connection = NONCE[0] if number < 7 else ahead
                    link.feed(frame.encode(number, connection, sequence, data), now_ms)
                elif what == "bytes":
                    link.feed(data, now_ms)
                elif what == "say":
                    said += len(data)
                    link.send(data)
                else:
                    now_ms += number
                link.poll(now_ms)
                assert len(link._early) <= WINDOW_FRAMES and len(link._window) <= WINDOW_FRAMES
                assert link.unsent_bytes <= said
                assert not link._out

    fuzz(holds, st.tuples(st.booleans(), st.lists(LINK_STEPS, max_size=30)))


def test_the_message_reader_keeps_one_message_at_most(fuzz):
    def holds(example):
        data, size = example
        reader = MessageReader()
        with contextlib.suppress(SchemaError):
            for piece in cut(data, size):
                for body in reader.feed(piece):
                    assert len(body) <= MAX_MESSAGE_BYTES
                assert len(reader._buffer) <= MAX_MESSAGE_BYTES + LENGTH_BYTES

    lengths = st.sampled_from([(1 << 32) - 1, MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES + 1, 0, 3])
    lies = st.tuples(lengths, st.binary(max_size=40)).map(lambda one: one[0].to_bytes(4, "big") + one[1])
    fuzz(holds, st.tuples(mutated([b"".join(ENCODED)]) | st.lists(lies).map(b"".join), st.integers(1, 5000)))


def test_a_changed_message_is_another_one_or_refused(fuzz):
    def holds(data):
        with contextlib.suppress(CborError, SchemaError):
            request, message = decode_message(data)
            assert bytes(encode_message(message, request))[LENGTH_BYTES:] == data or message.LATER

    fuzz(holds, mutated([one[LENGTH_BYTES:] for one in ENCODED]), few=250)


def test_every_message_is_among_those_that_are_changed():
    assert {type(one) for one in MESSAGES} == set(all_messages())


def test_a_message_with_fields_at_their_extremes_comes_back(fuzz):
    def holds(message):
        try:
            encoded = bytes(encode_message(message, (1 << 64) - 1))
        except SchemaError as error:
            assert "over" in str(error)  # larger than any message
            return
        request, got = decode_message(encoded[LENGTH_BYTES:])
        assert (request, got.pack()) == ((1 << 64) - 1, message.pack())

    fuzz(holds, any_message(), few=80)


def test_cbor_reads_the_one_encoding_or_nothing(fuzz):
    def holds(data):
        with contextlib.suppress(CborError):
            assert cbor.encode(cbor.decode(data)) == data

    fuzz(holds, mutated([one[LENGTH_BYTES:] for one in ENCODED] + CHECKS + [b"\x81" * 40, b"\xa1\0" * 40]), few=200)


def test_a_changed_check_can_be_listed_or_is_none(fuzz):
    def holds(data):
        with contextlib.suppress(CborError, SchemaError):
            check = decode_check(data)
            summary = summarised(check)
            assert summary.opened_s is None or summary.opened_s < 1 << 63
            for digest in photos_of(check):
                photo_key(check, digest)

    fuzz(holds, mutated(CHECKS) | filled(Check).map(lambda check: cbor.encode(check.pack())), few=25)


def test_a_sealed_record_opens_as_it_was_or_not_at_all(fuzz):
    def holds(example):
        sealed, sequence = example
        try:
            content = SealChain(LOG_ID, FIRST_KEY).open(sequence, sealed)
        except SealError:
            return
        assert (content, sealed, sequence) == (CHECKS[0], SEALED, 1)

    sequences = st.sampled_from([1, 1, 1, 0, 2, 1024, 1 << 63, (1 << 64) - 1])
    fuzz(holds, st.tuples(mutated([SEALED]) | st.binary(max_size=100), sequences), few=100)


def test_a_list_header_is_whole_or_refused(fuzz):
    def holds(data):
        with contextlib.suppress(ListError):
            assert decode_header(data).encode() == data[:HEADER_BYTES]

    fuzz(holds, mutated([HEADER]) | st.binary(max_size=200), few=200)


def test_a_tag_from_the_air_is_made_under_the_key_or_not(fuzz):
    tag = radio.make_tag(bytes(16), b"abc")
    fuzz(lambda data: radio.resolves(bytes(16), data) in (True, False), mutated([tag]) | st.binary(max_size=40))


def test_a_conversation_answers_what_it_does_not_understand_or_ends(fuzz):
    def holds(pieces):
        link = Link(None, PAYLOAD_BYTES)
        conversation = Conversation(link)
        link.feed(frame.encode(frame.OPEN, 0, 0, NONCE + b"\2\0\x08"), 0)
        sequence = NONCE[2] << 8 | NONCE[3]
        with contextlib.suppress(SchemaError):
            for number, piece in enumerate(pieces):
                data = frame.encode(frame.DATA, NONCE[0], sequence + number & 65535, piece[:PAYLOAD_BYTES])
                for _, message in conversation.feed(data, number):
                    message.pack()
                conversation.poll(number)

    fuzz(holds, st.lists(mutated(ENCODED) | st.binary(max_size=30), max_size=20))


def test_who_asks_on_and_takes_no_answer_does_not_fill_the_memory():
    link = Link(None, PAYLOAD_BYTES)
    conversation = Conversation(link)
    link.feed(frame.encode(frame.OPEN, 0, 0, NONCE + b"\2\0\x08"), 0)
    sequence = NONCE[2] << 8 | NONCE[3]
    unknown = b"\0\0\0\4\x82\x18\x63\0" * 60
    try:
        for number in range(3000):
            conversation.feed(frame.encode(frame.DATA, NONCE[0], sequence + number & 65535, unknown), number)
            conversation.poll(number)
    except ViewmarkError as error:
        assert "takes no answer" in str(error)
    else:
        raise AssertionError("it goes on for ever")
    assert link.unsent_bytes < 1 << 16
