"""Requests and answers over a link: matched by number, with deadlines, and nothing left without a word."""

import struct

from protocol_helpers import refusal
from protocol_helpers.pair import NONCE

from viewmark_protocol.cbor import encode
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import DeadlineError, SchemaError
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.downward import SetClock
from viewmark_protocol.messages.hello import Bye, Done, Failed


class Talk:
    """A laptop's and a handheld's conversation over a pipe that delivers at once."""

    def __init__(self):
        self.laptop = Conversation(Link(NONCE))
        self.handheld = Conversation(Link(None))
        self.now_ms = 0
        self.pump()

    def pump(self):
        """Carry bytes until both know that all arrived; return what arrived at the laptop and at the handheld."""
        at_laptop, at_handheld = [], []
        while True:
            down = self.laptop.poll(self.now_ms)
            at_handheld.extend(self.handheld.feed(down, self.now_ms))
            up = self.handheld.poll(self.now_ms)
            at_laptop.extend(self.laptop.feed(up, self.now_ms))
            if not self.laptop.stream.unsent_bytes and not self.handheld.stream.unsent_bytes and not down and not up:
                return at_laptop, at_handheld
            if not down and not up:
                self.now_ms += 50  # an acknowledgement waits a moment for company


def raw(body):
    return struct.pack(">I", len(body)) + body


def test_an_answer_carries_the_number_of_its_request():
    talk = Talk()
    first = talk.laptop.ask(SetClock(utc_s=5), 0, 1000)
    second = talk.laptop.ask(SetClock(utc_s=6), 0, 1000)
    _, arrived = talk.pump()
    assert [(request, message.utc_s) for request, message in arrived] == [(first, 5), (second, 6)]
    talk.handheld.say(Done(), second)
    talk.handheld.say(Failed(failure="not-now", text=""), first)
    answers, _ = talk.pump()
    assert [(request, type(message)) for request, message in answers] == [(second, Done), (first, Failed)]
    talk.now_ms = 100000
    talk.pump()


def test_a_request_without_an_answer_ends_at_its_deadline():
    talk = Talk()
    talk.laptop.ask(SetClock(utc_s=5), 0, 1000)
    answered = talk.laptop.ask(SetClock(utc_s=6), 0, 500)
    talk.pump()
    talk.handheld.say(Done(), answered)
    talk.pump()
    talk.now_ms = 1000
    talk.pump()
    assert "request 1 " in refusal(DeadlineError, talk.laptop.poll, 1001)


def test_a_message_that_needs_no_answer_has_no_deadline():
    talk = Talk()
    talk.laptop.say(Bye(), 0)
    _, arrived = talk.pump()
    assert [(request, type(message)) for request, message in arrived] == [(0, Bye)]
    talk.now_ms = 1 << 30
    talk.pump()


def test_an_unknown_message_is_answered_by_failed():
    talk = Talk()
    talk.laptop.stream.send(raw(encode([99, 7, "new"])))
    answers, arrived = talk.pump()
    assert arrived == []
    assert [(request, message.failure) for request, message in answers] == [(7, "unknown-message")]
    assert "99" in answers[0][1].text


def test_a_malformed_message_is_answered_and_the_next_one_is_taken():
    talk = Talk()
    for body in (b"", b"\xff\xff", encode([32]), encode([32, 1, "no number"]), encode("text")):
        talk.laptop.stream.send(raw(body))
    talk.laptop.ask(SetClock(utc_s=5), 0, 1000)
    answers, arrived = talk.pump()
    assert [type(message) for _, message in arrived] == [SetClock]
    assert [message.failure for _, message in answers] == ["malformed"] * 5


def test_a_malformed_request_is_answered_by_its_number():
    talk = Talk()
    talk.laptop.stream.send(raw(encode([32, 9, "no number"])))
    answers, _ = talk.pump()
    assert [(request, message.failure) for request, message in answers] == [(9, "malformed")]


def test_a_length_over_the_cap_ends_the_session():
    talk = Talk()
    talk.laptop.stream.send(b"\xff\xff\xff\xff")
    refusal(SchemaError, talk.pump)


def test_a_new_connection_starts_with_nothing_of_the_old():
    talk = Talk()
    talk.laptop.stream.send(b"\x00\x00\x01\x00half of a message")
    talk.handheld.ask(SetClock(utc_s=1), 0, 1000)
    talk.pump()
    talk.laptop = Conversation(Link(b"\x55\x66\x77\x88"))
    talk.pump()
    talk.laptop.ask(SetClock(utc_s=5), 0, 1000)
    _, arrived = talk.pump()
    assert [message.utc_s for _, message in arrived] == [5]
    talk.now_ms = 50000
    talk.handheld.poll(talk.now_ms)
