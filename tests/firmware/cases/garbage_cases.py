"""Bytes that no laptop sends: nothing raises, nothing changes, and a real laptop is served afterwards."""

import struct

from disk import blank, boot
from laptop import Bench, Laptop, hello
from viewmark_protocol.cbor import encode
from viewmark_protocol.messages.hello import Hello
from viewmark_protocol.messages.paired import Unpair
from viewmark_protocol.messages.registry import all_messages

ROUNDS = 300


class Dice:
    """A small linear congruential generator, so that a failing round can be run again."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % limit

    def bytes(self, count):
        return bytes([self.below(256) for _ in range(count)])


def still_serves(bench):
    answer = Laptop(bench, greet=False).ask(hello())
    assert isinstance(answer, Hello)
    assert (answer.first_sequence, answer.next_sequence, answer.acknowledged) == (1, 4, 0)


def test_random_bytes_before_a_connection():
    boot(blank())
    bench, dice = Bench(3), Dice(1)
    for _ in range(ROUNDS):
        bench.server.feed(dice.bytes(dice.below(80)))
        bench.server.poll()
    still_serves(bench)


def test_random_bytes_in_a_connection():
    boot(blank())
    bench, dice = Bench(3), Dice(2)
    laptop = Laptop(bench)
    for _ in range(ROUNDS):
        bench.server.feed(dice.bytes(dice.below(80)) + b"\0")
        laptop.conversation.stream.feed(bench.server.poll(), bench.clock.ms)
    still_serves(bench)


def test_random_bytes_as_messages():
    boot(blank())
    bench, dice = Bench(3), Dice(3)
    for _ in range(ROUNDS):
        laptop = Laptop(bench)
        body = dice.bytes(dice.below(40))
        laptop.conversation.stream.send(struct.pack(">I", len(body)) + body)
        list(laptop.run(4))
    still_serves(bench)


def test_every_message_with_fields_of_wrong_kinds():
    boot(blank())
    bench, dice = Bench(3), Dice(4)
    values = (None, True, -1, (1 << 64) - 1, "", "x", b"", b"12345678", [], [[]], {}, ["x"], 3)
    for message in all_messages():
        if message is Unpair:
            continue  # it has no fields that could be wrong, and ends the pairing
        laptop = Laptop(bench)
        for _ in range(12):
            fields = [values[dice.below(len(values))] for _ in message.FIELDS]
            body = encode([message.ID, 1] + fields)
            laptop.conversation.stream.send(struct.pack(">I", len(body)) + body)
        list(laptop.run(20))
    still_serves(bench)


def test_a_length_over_the_cap_ends_the_session_and_no_more():
    boot(blank())
    bench = Bench(3)
    laptop = Laptop(bench)
    laptop.conversation.stream.send(b"\xff\xff\xff\xff")
    bench.server.feed(laptop.conversation.poll(bench.clock.ms))
    assert not bench.server.connected
    still_serves(bench)


def test_deeply_nested_values_are_answered_not_followed():
    boot(blank())
    bench = Bench(3)
    for nesting in (b"\x81" * 4000, b"\xa1\x00" * 2000):
        laptop = Laptop(bench)
        laptop.conversation.stream.send(struct.pack(">I", len(nesting)) + nesting)
        list(laptop.run(20))
    still_serves(bench)
