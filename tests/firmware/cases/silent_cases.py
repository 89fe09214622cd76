"""Laptops that fall silent, or ask and never listen: their memory comes back, and the next laptop is served."""

import gc

from flash import refusal
from laptop import hello
from link.secure import SECURE
from secure_laptop import LAPTOP, STRANGER, SecureBench, SecureLaptop, said_by
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.frames import frame
from viewmark_protocol.messages.hello import Bye, Hello
from viewmark_protocol.messages.paired import PullTagKey
from viewmark_protocol.messages.records import PullRecords
from viewmark_protocol.messages.registry import encode_message

HANDSHAKE_MS, SILENT_MS, LOST_MS = 15000, 120000, 6000
NONCE = b"abcd"
MOST_HEAP_BYTES = 150000  # a session's window, what waits behind it, and what both weigh on this port
ROUNDS = 60
MOST_PROCESS_KB = 500  # one session takes some 40


def holds_tls(bench):
    """Return whether the line still has memory of Mbed TLS."""
    return bench.server._stream._socket is not None


def half_open(bench, steps):
    """Return a laptop after so many steps of its handshake, with all its frames acknowledged."""
    laptop = SecureLaptop(bench, greet=False)
    list(laptop.run(steps))
    return laptop


def acknowledging(laptop, milliseconds):
    """Let time pass while the laptop's link lives on and its TLS says nothing."""
    bench = laptop.bench
    for _ in range(milliseconds // 1000):
        bench.clock.ms += 1000
        laptop.link.feed(said_by(bench.server), bench.clock.ms)
        bench.server.feed(laptop.link.poll(bench.clock.ms))


def served(bench):
    """Return whether the next laptop gets its answer."""
    return isinstance(SecureLaptop(bench, greet=False).ask(hello()), Hello)


def test_a_laptop_that_is_silent_in_its_handshake_is_let_go():
    for steps in (2, 3, 4):
        bench = SecureBench()
        laptop = half_open(bench, steps)
        assert holds_tls(bench), steps
        bench.clock.ms += HANDSHAKE_MS + 1
        assert said_by(bench.server).endswith(frame.EMPTY_FRAME)
        assert not holds_tls(bench) and not bench.server.connected
        laptop.tls.close()
        assert served(bench)


def test_acknowledging_alone_does_not_keep_a_handshake_open():
    bench = SecureBench()
    laptop = half_open(bench, 3)
    acknowledging(laptop, HANDSHAKE_MS - 2000)
    assert holds_tls(bench)
    assert "restarted" in refusal(LinkLostError, acknowledging, laptop, 5000)
    assert not holds_tls(bench)
    assert served(bench)


def test_a_laptop_that_opens_and_says_nothing_takes_no_memory_for_tls():
    bench = SecureBench()
    bench.server.feed(frame.encode(frame.OPEN, 0, 0, NONCE + b"\2\0\x08"))
    said_by(bench.server)
    assert not holds_tls(bench)
    assert served(bench)


def test_a_laptop_that_waits_for_its_register_is_heard_afterwards():
    bench = SecureBench()
    laptop = SecureLaptop(bench)
    list(laptop.run(4))  # until all is acknowledged
    bench.clock.ms += SILENT_MS // 2
    said_by(bench.server)
    assert isinstance(laptop.ask(hello()), Hello)


def test_a_laptop_that_has_gone_without_a_word_is_let_go():
    bench = SecureBench()
    SecureLaptop(bench)
    bench.clock.ms += SILENT_MS + 1000
    said_by(bench.server)
    assert not holds_tls(bench)
    assert served(bench)


def test_a_laptop_that_goes_in_the_middle_of_an_answer_is_let_go():
    bench = SecureBench()
    laptop = SecureLaptop(bench)
    wanted = PullRecords(log_id=b"log-0001", from_sequence=1, max_bytes=8192)
    laptop.conversation.ask(wanted, bench.clock.ms, 1000)
    bench.server.feed(laptop.conversation.poll(bench.clock.ms))
    said_by(bench.server)
    bench.clock.ms += LOST_MS + 1000
    said_by(bench.server)
    assert not holds_tls(bench)
    assert served(bench)


def test_silent_laptops_one_after_the_other_take_no_memory_together():
    bench = SecureBench()
    before = None
    for turn in range(ROUNDS):
        laptop = half_open(bench, 1 + turn % 5)
        laptop.tls.close()
        bench.clock.ms += SILENT_MS + 1000
        said_by(bench.server)
        gc.collect()
        if turn == ROUNDS // 4:
            before = process_kb()
    assert process_kb() - before < MOST_PROCESS_KB
    assert served(bench)


def test_one_that_asks_in_clear_and_takes_no_answer_does_not_fill_the_memory():
    bench = SecureBench()
    bench.server.feed(frame.encode(frame.OPEN, 0, 0, NONCE + b"\2\0\x08"))
    ended = asked_on(bench, b"".join([bytes(encode_message(PullTagKey(), 1))] * 60), NONCE[2] << 8 | NONCE[3])
    assert ended
    assert served(bench)


def test_a_paired_one_that_asks_and_takes_no_answer_does_not_fill_the_memory():
    bench = SecureBench()
    laptop = SecureLaptop(bench)
    asking = encode_message(PullTagKey(), 1)
    gc.collect()
    before = gc.mem_alloc()
    for _ in range(400):
        laptop.tls.send(bytes(asking) * 20)
        heard = laptop.tls.poll(bench.clock.ms)
        bench.server.feed(heard)
        said_by(bench.server)
        # Acknowledged by a laptop that is deaf to all but the acknowledgements of its own.
        laptop.link._window = []
        assert gc_growth(before) < MOST_HEAP_BYTES
    bench.clock.ms += LOST_MS + 1000
    said_by(bench.server)
    assert served(bench)


def test_a_handheld_without_memory_for_tls_ends_the_session_and_serves_the_next():
    bench = SecureBench()
    context = bench.pairings.context
    bench.pairings.context = lambda: Exhausted
    assert "restarted" in refusal(LinkLostError, half_open, bench, 2)
    assert not holds_tls(bench) and not bench.server.connected
    bench.pairings.context = context
    assert served(bench)


def test_a_pairing_whose_certificate_is_none_keeps_out_nobody_else():
    bench = SecureBench([("odd", b"no certificate"), ("desk", LAPTOP[1]), ("empty", b"")])
    assert served(bench)
    bench = SecureBench([("odd", b"no certificate")])
    laptop = SecureLaptop(bench, greet=False)
    assert told_of_an_alert(laptop)


def test_a_stranger_leaves_no_session_behind():
    bench = SecureBench()
    laptop = SecureLaptop(bench, STRANGER, greet=False)
    assert told_of_an_alert(laptop)
    assert not holds_tls(bench)
    assert served(bench)


def test_a_bye_is_followed_by_the_next_laptop_at_once():
    bench = SecureBench()
    laptop = SecureLaptop(bench)
    laptop.conversation.say(Bye(), 0)
    list(laptop.run(4))
    assert bench.server._stream.kind == SECURE and not bench.server.connected
    assert served(bench)


class Exhausted:
    """A context that finds no memory."""

    @staticmethod
    def wrap_socket(wire, server_side, do_handshake_on_connect):
        raise OSError(12)


def told_of_an_alert(laptop):
    """Return whether the laptop's TLS was refused."""
    laptop.tls.send(b"hello")
    try:
        list(laptop.run(20))
    except OSError as error:
        return "ALERT" in str(error)
    return False


def asked_on(bench, stream, sequence):
    """Ask in clear again and again, and acknowledge nothing; return whether the handheld has ended it."""
    gc.collect()
    before = gc.mem_alloc()
    ended = False
    for _ in range(400):
        bench.clock.ms += 5
        bench.server.feed(frame.encode(frame.DATA, NONCE[0], sequence, stream))
        sequence = sequence + 1 & 65535
        said_by(bench.server)
        ended = ended or not bench.server._stream.is_open
        assert gc_growth(before) < MOST_HEAP_BYTES
    return ended


def gc_growth(before):
    gc.collect()
    return gc.mem_alloc() - before


def process_kb():
    """Return what the whole process holds: Mbed TLS takes its memory outside of the heap."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4
