"""The link: what is sent arrives once, in order, whatever the pipe does, or the connection is said to be lost."""

from protocol_helpers import Dice, refusal
from protocol_helpers.pair import NONCE, STEP_MS, Pair, split

from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.frames import frame
from viewmark_protocol.frames.frame import ACKNOWLEDGE, DATA, EMPTY_FRAME, OPEN
from viewmark_protocol.frames.link import MIN_PAYLOAD_BYTES, WINDOW_FRAMES, Link

DEADLINE_MS = 6000


def data_frames(pipe):
    frames = [frame.decode(one[1:-1]) for one in pipe.frames]
    return [one for one in frames if one is not None and one.kind == DATA]


def test_both_directions_deliver():
    pair = Pair().open()
    pair.laptop.send(b"question" * 100)
    pair.handheld.send(b"answer" * 300)
    pair.settle()
    assert pair.at_handheld == b"question" * 100
    assert pair.at_laptop == b"answer" * 300
    assert pair.laptop.retransmitted == pair.handheld.retransmitted == 0


def test_what_is_sent_before_the_link_is_open_waits():
    pair = Pair()
    pair.laptop.send(b"early")
    pair.open().settle()
    assert pair.at_handheld == b"early"


def test_the_smallest_payload_works():
    pair = Pair(payload_bytes=MIN_PAYLOAD_BYTES).open()
    pair.laptop.send(bytes(range(200)))
    pair.settle()
    assert pair.at_handheld == bytes(range(200))
    for one in pair.down.frames:
        assert len(one) <= 20, "BLE's smallest payload"


def test_the_smaller_largest_frame_of_both_counts():
    for sizes in ((4096, 20), (20, 4096)):
        laptop, handheld = Link(NONCE, sizes[0]), Link(None, sizes[1])
        handheld.feed(laptop.poll(0), 0)
        laptop.feed(handheld.poll(0), 0)
        laptop.send(bytes(1000))
        for one in split(laptop.poll(0)):
            assert len(frame.decode(one[1:-1]).payload) <= 20


def test_no_more_than_a_window_is_on_the_way():
    pair = Pair(payload_bytes=10).open()
    pair.up.cut = True
    pair.laptop.send(bytes(1000))
    pair.run(5)
    sequences = {one.sequence for one in data_frames(pair.down)}
    assert len(sequences) == WINDOW_FRAMES


def test_no_more_bytes_are_on_the_way_than_the_sender_keeps_and_the_receiver_wants():
    for window_bytes, receive_bytes, up, down in (
        (32768, 32768, 8, 8),
        (12288, 32768, 4, 8),
        (32768, 12288, 8, 4),
        (3000, 3000, 2, 2),
    ):
        laptop, handheld = Link(NONCE, 3000), Link(None, 3000, window_bytes, receive_bytes)
        handheld.feed(laptop.poll(0), 0)
        laptop.feed(handheld.poll(0), 0)
        for sender, frames in ((handheld, up), (laptop, down)):
            sender.send(bytes(60000))
            on_the_way = [frame.decode(one[1:-1]) for one in split(sender.poll(1))]
            assert len([one for one in on_the_way if one.kind == DATA]) == frames


def test_what_is_sent_at_once_is_not_cut_where_it_fits_into_one_frame():
    laptop, handheld = Link(NONCE, 100), Link(None, 100)
    handheld.feed(laptop.poll(0), 0)
    laptop.feed(handheld.poll(0), 0)
    for size in (40, 50, 30, 100, 250):
        laptop.send(bytes(size))
    sizes = [len(frame.decode(one[1:-1]).payload) for one in split(laptop.poll(1))]
    assert sizes == [90, 30, 100, 100, 100, 50]


def test_two_frames_in_order_cost_one_acknowledgement_and_a_single_one_waits_a_moment():
    laptop, handheld = Link(NONCE, 10), Link(None, 10)
    handheld.feed(laptop.poll(0), 0)
    laptop.feed(handheld.poll(0), 0)
    laptop.send(bytes(30))
    first, second, third = split(laptop.poll(0))
    handheld.feed(first, 0)
    assert handheld.poll(1) == b""
    handheld.feed(second, 1)
    assert len(split(handheld.poll(1))) == 1
    handheld.feed(third, 2)
    assert handheld.poll(41) == b""
    laptop.feed(handheld.poll(42), 42)
    assert laptop.unsent_bytes == 0


def test_exactly_the_lost_frame_is_sent_again():
    for lost in range(12):
        pair = Pair(payload_bytes=10).open()
        pair.laptop.send(bytes(range(120)))
        count = 0
        while pair.laptop.unsent_bytes:
            pair.now_ms += STEP_MS
            for one in split(pair.laptop.poll(pair.now_ms)):
                arrived = frame.decode(one[1:-1])
                if arrived.kind == DATA:
                    count += 1
                    if count == lost + 1:
                        continue
                pair.at_handheld += pair.handheld.feed(one, pair.now_ms)
            for one in split(pair.handheld.poll(pair.now_ms)):
                pair.laptop.feed(one, pair.now_ms)
        assert pair.at_handheld == bytes(range(120))
        assert pair.laptop.retransmitted == 1, lost


def test_a_frame_that_was_overtaken_is_sent_again_before_its_retry():
    laptop, handheld = Link(NONCE, 10), Link(None, 10)
    handheld.feed(laptop.poll(0), 0)
    laptop.feed(handheld.poll(0), 0)
    laptop.send(bytes(30))
    first, second, third = split(laptop.poll(1))
    handheld.feed(second, 1)
    laptop.feed(handheld.poll(1), 1)
    assert split(laptop.poll(2)) == [first]
    handheld.feed(third, 3)
    laptop.feed(handheld.poll(3), 3)
    assert laptop.poll(4) == b""


def test_faults_of_every_kind_deliver_exactly():
    for number, faults in enumerate(((20, 0, 0, 0), (0, 30, 0, 0), (0, 0, 20, 0), (0, 0, 0, 40), (10, 10, 10, 10))):
        for seed in range(4):
            pair = Pair(payload_bytes=24, faults=faults, seed=number * 100 + seed * 7 + 1)
            sent_down, sent_up = Dice(seed + 1).bytes(600), Dice(seed + 2).bytes(600)
            pair.laptop.send(sent_down)
            pair.open()
            pair.handheld.send(sent_up)
            try:
                pair.settle()
            except LinkLostError:
                assert sent_down.startswith(pair.at_handheld) and sent_up.startswith(pair.at_laptop)
                continue
            assert pair.at_handheld == sent_down, (faults, seed)
            assert pair.at_laptop == sent_up, (faults, seed)


def test_a_late_acknowledgement_does_not_count_for_newer_frames():
    laptop, handheld = Link(NONCE, 10), Link(None, 10)
    handheld.feed(laptop.poll(0), 0)
    laptop.feed(handheld.poll(0), 0)
    laptop.send(bytes(10 * 40))
    late = b""
    for turn in range(4):
        arrived = laptop.poll(turn)
        handheld.feed(arrived, turn)
        acknowledgement = handheld.poll(turn)
        late = late or acknowledgement
        laptop.feed(acknowledgement, turn)
    laptop.poll(5)
    before = laptop.unsent_bytes
    assert before == 80
    laptop.feed(late, 6)
    assert laptop.unsent_bytes == before


def test_a_slow_pipe_costs_no_frame_twice():
    pair = Pair(payload_bytes=100).open()
    pair.laptop.send(bytes(10000))
    waiting = []
    for turn in range(3000):  # one frame each 200 ms: a window of eight takes four times the first retry
        pair.now_ms += STEP_MS
        waiting.extend(split(pair.laptop.poll(pair.now_ms)))
        if waiting and turn % 10 == 0:
            pair.at_handheld += pair.handheld.feed(waiting.pop(0), pair.now_ms)
        pair.laptop.feed(pair.handheld.poll(pair.now_ms), pair.now_ms)
        if not pair.laptop.unsent_bytes:
            break
    assert pair.at_handheld == bytes(10000)
    assert pair.laptop.retransmitted == 0


def test_sequences_wrap():
    pair = Pair(payload_bytes=10, nonce=b"\x01\x00\xff\xf5", faults=(10, 10, 5, 10), seed=9).open()
    sent = Dice(4).bytes(400)
    pair.laptop.send(sent)
    pair.handheld.send(sent)
    pair.settle()
    assert pair.at_handheld == sent and pair.at_laptop == sent
    sequences = {one.sequence for one in data_frames(pair.down)}
    assert 65535 in sequences and 0 in sequences


def test_more_than_65536_frames_pass():
    laptop, handheld = Link(NONCE, 16), Link(None, 16)
    handheld.feed(laptop.poll(0), 0)
    laptop.feed(handheld.poll(0), 0)
    laptop._next_sequence = handheld._expected = 65536 - 20  # the rest of the way is the same frame over and over
    total = 0
    for turn in range(200):
        laptop.send(bytes(16))
        total += len(handheld.feed(laptop.poll(turn), turn))
        laptop.feed(handheld.poll(turn), turn)
    assert total == 3200 and laptop.retransmitted == 0


def test_a_silent_peer_is_noticed_within_the_deadline():
    pair = Pair().open()
    pair.laptop.send(b"anyone?")
    pair.up.cut = pair.down.cut = True
    start_ms = pair.now_ms
    refusal(LinkLostError, pair.run, 1000)
    assert DEADLINE_MS <= pair.now_ms - start_ms <= DEADLINE_MS + 200


def test_a_peer_that_never_answers_is_noticed_within_the_deadline():
    pair = Pair()
    pair.up.cut = True
    start_ms = pair.now_ms
    assert "does not answer" in refusal(LinkLostError, pair.run, 1000)
    assert pair.now_ms - start_ms <= DEADLINE_MS + 200


def test_a_peer_that_is_heard_again_in_time_is_not_lost():
    pair = Pair().open()
    pair.laptop.send(b"wait for it")
    pair.up.cut = pair.down.cut = True
    pair.run(4000 // STEP_MS)  # the longest pause between two tries is 2 s
    pair.up.cut = pair.down.cut = False
    pair.settle()
    assert pair.at_handheld == b"wait for it"


def test_an_idle_link_stays():
    pair = Pair().open()
    pair.run(60000 // STEP_MS)
    pair.laptop.send(b"still there")
    pair.settle()
    assert pair.at_handheld == b"still there"


def test_a_lost_initiator_stays_lost():
    pair = Pair().open()
    refusal(LinkLostError, pair.laptop.feed, EMPTY_FRAME, pair.now_ms)
    assert not pair.laptop.is_open
    pair.laptop.send(b"more")
    assert pair.laptop.poll(pair.now_ms) == b""


def test_a_restarted_handheld_is_noticed():
    pair = Pair().open()
    pair.handheld = Link(None, 64)
    pair.laptop.send(b"hello?")
    start_ms = pair.now_ms
    refusal(LinkLostError, pair.run, 100)
    assert pair.now_ms - start_ms <= 2 * STEP_MS


def test_a_restarted_laptop_gets_a_new_connection_and_nothing_of_the_old():
    pair = Pair().open()
    pair.handheld.send(b"old answer" * 50)
    pair.handheld.poll(pair.now_ms)
    pair.laptop = Link(b"\x77\x01\x02\x03", 64)
    pair.at_laptop = b""
    pair.open()
    pair.handheld.send(b"new")
    pair.settle()
    assert pair.at_laptop == b"new"
    assert pair.handheld.connections == 2


def test_data_of_an_earlier_connection_is_ignored():
    pair = Pair().open()
    pair.laptop.send(b"old")
    late = pair.laptop.poll(pair.now_ms)
    for nonce in (b"\x77\x01\x02\x03", b"\x11\x01\x02\x03"):  # the second shares its first byte
        pair.laptop = Link(nonce, 64)
        pair.open()
        pair.at_handheld += pair.handheld.feed(late, pair.now_ms)
        pair.run(3)
        assert pair.at_handheld == b""


def test_frames_of_another_connection_are_ignored_whatever_their_sequence():
    laptop, handheld = Link(NONCE, 10), Link(None, 10)
    handheld.feed(laptop.poll(0), 0)
    laptop.feed(handheld.poll(0), 0)
    laptop.send(b"mine")
    mine = laptop.poll(0)
    for sequence in range(0x3344, 0x3344 + WINDOW_FRAMES):
        assert handheld.feed(frame.encode(DATA, 0x12, sequence, b"not mine"), 0) == b""
        laptop.feed(frame.encode(ACKNOWLEDGE, 0x12, sequence, b"\xff"), 0)
    assert laptop.unsent_bytes == 4
    assert handheld.feed(mine, 0) == b"mine"


def test_bytes_before_a_new_opening_are_not_taken_for_its_stream():
    pair = Pair().open()
    pair.laptop.send(b"old")
    arrived = pair.laptop.poll(pair.now_ms) + Link(b"\x77\x01\x02\x03", 64).poll(0)
    assert pair.handheld.feed(arrived, pair.now_ms) == b""
    assert pair.handheld.connections == 2


def test_a_listener_that_lost_its_peer_listens_again():
    pair = Pair().open()
    pair.handheld.send(b"anyone?")
    for _ in range(500):
        pair.now_ms += STEP_MS
        pair.handheld.poll(pair.now_ms)
    assert not pair.handheld.is_open
    pair.laptop = Link(b"\x77\x01\x02\x03", 64)
    pair.open()
    pair.laptop.send(b"here")
    pair.settle()
    assert pair.at_handheld == b"here" and pair.at_laptop == b""


def test_a_listener_never_raises():
    dice = Dice(21)
    handheld = Link(None, 64)
    for turn in range(1500):
        kind, connection = dice.below(6), dice.below(3)
        payload = dice.bytes(dice.below(12))
        handheld.feed(frame.encode(kind, connection, dice.below(20), payload), turn * 50)
        if not dice.below(10):
            handheld.send(dice.bytes(5))
        if not dice.below(10):
            handheld.feed(dice.bytes(10), turn * 50)
        if not dice.below(40):
            handheld.feed(EMPTY_FRAME, turn * 50)
        handheld.poll(turn * 50)


def test_an_initiator_raises_nothing_but_its_loss():
    dice = Dice(22)
    lost = 0
    for _ in range(60):
        laptop = Link(NONCE, 64)
        laptop.poll(0)
        try:
            for turn in range(30):
                payload = (NONCE + dice.bytes(dice.below(5)))[: dice.below(12)]
                laptop.feed(frame.encode(dice.below(6), NONCE[0], dice.below(20), payload), turn)
                laptop.send(b"x")
                laptop.poll(turn)
                if not dice.below(20):
                    laptop.feed(EMPTY_FRAME, turn)
        except LinkLostError:
            lost += 1
    assert lost > 0


def test_half_an_opening_opens_nothing():
    for size in range(6):
        handheld = Link(None, 64)
        handheld.feed(frame.encode(OPEN, NONCE[0], 0, (NONCE + b"\x00\x40\x08")[:size]), 0)
        assert not handheld.is_open and handheld.connections == 0


def test_a_stranger_is_told_that_there_is_no_connection():
    handheld = Link(None, 64)
    for kind in (DATA, ACKNOWLEDGE):
        assert handheld.feed(frame.encode(kind, 5, 0, b"x"), 0) == b""
        assert handheld.poll(0) == EMPTY_FRAME
