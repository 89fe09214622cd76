"""Messages: each comes back as it was; what is no message is refused, never guessed."""

from protocol_helpers import Dice, refusal
from protocol_helpers.samples import messages

from viewmark_protocol.cbor import encode
from viewmark_protocol.errors import CborError, SchemaError, UnknownMessageError, ViewmarkError
from viewmark_protocol.messages.downward import PushListPart
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.registry import (
    LENGTH_BYTES,
    MAX_MESSAGE_BYTES,
    MessageReader,
    all_messages,
    decode_message,
    encode_message,
)


def test_there_is_a_sample_of_every_message_and_numbers_are_unique():
    assert [type(one) for one in messages()] == list(all_messages())
    numbers = [one.ID for one in all_messages()]
    assert numbers == sorted(set(numbers))


def test_each_message_comes_back_with_its_request():
    for number, one in enumerate(messages()):
        data = encode_message(one, number)
        request, back = decode_message(data[LENGTH_BYTES:])
        assert (request, type(back)) == (number, type(one))
        assert back.pack() == one.pack()


def test_an_unknown_number_tells_which_request_to_answer():
    for number in (0, 99, -1, 1 << 40):
        try:
            decode_message(encode([number, 7, "whatever"]))
        except UnknownMessageError as error:
            assert error.args[0] == 7 and str(number) in error.args[1]
        else:
            raise AssertionError(number)


def test_what_is_no_message_is_refused():
    for value in (None, 1, [], [1], {}, "x", [True, 0], [2, True], [2, None], ["2", 0], [2, -1], [None, 0]):
        refusal(SchemaError, decode_message, encode(value))
    for body in (b"", b"\xff", encode([2, 0]) + b"x"):
        refusal(CborError, decode_message, body)


def test_fields_that_are_missing_or_wrong_are_refused():
    for one in messages():
        whole = [one.ID, 1] + one.pack()
        for size in range(2, len(whole)):
            refusal(SchemaError, decode_message, encode(whole[:size]))
        for place in range(2, len(whole)):
            refusal(SchemaError, decode_message, encode(whole[:place] + [{}] + whole[place + 1 :]))


def test_fields_of_a_newer_version_are_kept():
    request, back = decode_message(encode([2, 5, "newer"]))
    assert (request, type(back), back.extra) == (5, Done, ["newer"])


def test_a_message_over_the_cap_is_refused_on_both_sides():
    refusal(SchemaError, encode_message, PushListPart(offset=0, content=bytes(MAX_MESSAGE_BYTES)), 1)
    refusal(SchemaError, MessageReader().feed, b"\x00\x00\x40\x01")
    refusal(SchemaError, MessageReader().feed, b"\xff\xff\xff\xff")


def test_the_largest_message_passes():
    fits = PushListPart(offset=0, content=bytes(MAX_MESSAGE_BYTES - 8))
    data = encode_message(fits, 1)
    assert len(data) == LENGTH_BYTES + MAX_MESSAGE_BYTES
    assert MessageReader().feed(data) == [data[LENGTH_BYTES:]]


def test_a_stream_is_cut_into_the_same_bodies_however_it_arrives():
    bodies = [encode_message(one, number) for number, one in enumerate(messages())]
    stream = b"".join(bodies)
    expected = [one[LENGTH_BYTES:] for one in bodies]
    for size in (1, 2, 3, 7, 64, len(stream)):
        reader = MessageReader()
        found = []
        for at in range(0, len(stream), size):
            found.extend(reader.feed(stream[at : at + size]))
        assert found == expected


def test_random_bytes_are_a_message_or_a_refusal():
    dice = Dice(31)
    for _ in range(1500):
        try:
            decode_message(bytes((0x80 | dice.below(8), dice.below(40))) + dice.bytes(dice.below(10)))
        except ViewmarkError:
            pass
