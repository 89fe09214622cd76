"""The handheld's end of the link, asked by a laptop over the whole protocol."""

import hashlib

from checks import answers, photos
from checks.ring import RingFullError
from disk import MemoryPhoto, blank, boot
from issuer import ISSUER
from keys.identity import make_identity
from laptop import Bench, Counted, Laptop, hello, opened
from offered import KEY, head_of, key_box, list_bytes
from viewmark_protocol import PROTOCOL_VERSION
from viewmark_protocol.messages.downward import Candidate, OfferList, PushAnswer, PushListPart, SetClock, SetListKey
from viewmark_protocol.messages.hello import Bye, Done, Failed, Hello
from viewmark_protocol.messages.keys import Challenge
from viewmark_protocol.messages.paired import TagKey
from viewmark_protocol.messages.records import Acknowledge, AcknowledgePhoto, PullPhoto, PullRecords
from viewmark_protocol.sealing.box import box_bytes, open_box
from viewmark_protocol.sealing.chain import SealChain

LOG_ID = b"log-0001"
NOW_S = 1790000000
LARGEST = (1 << 64) - 1


def connected(records=0, files=True):
    """Return `(bench, laptop)`, greeted, on blank flash with so many records."""
    if files:
        boot(blank())
    bench = Bench(records)
    return bench, Laptop(bench)


def pushed(sequence, text="Not known.", candidates=(), log_id=LOG_ID):
    return PushAnswer(
        log_id=log_id, sequence=sequence, answer="none", answered_s=NOW_S, candidates=list(candidates), text=text
    )


def failure(answer):
    """Return the word of a refusal."""
    assert isinstance(answer, Failed), answer
    assert answer.text
    return answer.failure


def test_hello_says_who_the_handheld_is_and_what_it_holds():
    bench, laptop = connected(records=3)
    answer = laptop.ask(hello())
    assert isinstance(answer, Hello)
    assert (answer.role, answer.device_id, answer.protocol_version) == ("handheld", "VM-0001", PROTOCOL_VERSION)
    assert (answer.log_id, answer.first_sequence, answer.next_sequence, answer.acknowledged) == (LOG_ID, 1, 4, 0)
    assert (answer.clock_trust, answer.list_version) == ("unset", None)
    assert bench.server.connected
    assert answer.battery_percent == 87


def test_a_laptop_of_another_version_is_refused_with_what_to_do():
    _, laptop = connected()
    answer = laptop.ask(hello(PROTOCOL_VERSION + 1))
    assert failure(answer) == "version"
    assert "Bring both to the same" in answer.text


def test_records_are_pulled_in_order_from_any_cursor():
    bench, laptop = connected(records=9)
    answer = laptop.ask(PullRecords(log_id=LOG_ID, from_sequence=4, max_bytes=8192))
    assert [one.sequence for one in answer.records] == [4, 5, 6, 7, 8, 9]
    assert [one.content for one in answer.records] == [bench.ring.read(number) for number in range(4, 10)]
    for number in range(4, 10):
        assert opened(bench.store, number) == b"record %d" % number
    assert answer.next_sequence == 10


def test_a_pull_of_another_log_or_beyond_the_end_is_refused():
    _, laptop = connected(records=2)
    assert failure(laptop.ask(PullRecords(log_id=b"log-0002", from_sequence=1, max_bytes=100))) == "unknown-log"
    for sequence in (0, 4, LARGEST):
        assert failure(laptop.ask(PullRecords(log_id=LOG_ID, from_sequence=sequence, max_bytes=100))) == "not-found"


def test_a_damaged_record_comes_empty_under_its_number_and_does_not_hold_up_the_next():
    bench, laptop = connected(records=2)
    whole = bench.ring.read(2)
    bench.flashes["records"].content[32 + 14] ^= 1
    answer = laptop.ask(PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=1000))
    assert [(one.sequence, one.content) for one in answer.records] == [(1, b""), (2, whole)]


def test_nothing_is_answered_before_a_hello():
    bench, _ = connected(records=2)
    answer = Laptop(bench, greet=False).ask(PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=100))
    assert failure(answer) == "not-now"


def test_an_acknowledgement_outlives_a_restart_and_makes_room():
    bench, laptop = connected()
    try:
        while True:
            bench.append(bytes(200))
    except RingFullError:
        pass
    end = bench.ring.next_sequence
    assert isinstance(laptop.ask(Acknowledge(log_id=LOG_ID, sequence=end)), Done)
    bench.restart()
    assert bench.ring.acknowledged == end
    assert bench.append(bytes(200)) == end


def test_an_acknowledgement_of_another_log_or_beyond_the_end_is_refused():
    bench, laptop = connected(records=2)
    assert failure(laptop.ask(Acknowledge(log_id=b"log-0002", sequence=2))) == "unknown-log"
    for sequence in (4, LARGEST):
        assert failure(laptop.ask(Acknowledge(log_id=LOG_ID, sequence=sequence))) == "out-of-order"
    assert bench.ring.acknowledged == 0


def test_a_photo_is_pulled_in_parts_and_removed_when_acknowledged():
    bench, laptop = connected()
    content = bytes([place * 31 & 255 for place in range(9000)])
    digest, key = photos.keep(MemoryPhoto(content), bench.ring, Counted())
    got = b""
    while len(got) < box_bytes(9000):
        part = laptop.ask(PullPhoto(digest=digest, offset=len(got), max_bytes=4000))
        assert part.total_bytes == box_bytes(9000)
        got += part.content
    assert hashlib.sha256(got).digest() == digest
    assert open_box(key, got) == content
    assert isinstance(laptop.ask(AcknowledgePhoto(digest=digest)), Done)
    assert failure(laptop.ask(PullPhoto(digest=digest, offset=0, max_bytes=4000))) == "not-found"


def test_photo_requests_with_impossible_values_are_answered():
    bench, laptop = connected()
    digest, _ = photos.keep(MemoryPhoto(b"picture"), bench.ring, Counted())
    for offset in (box_bytes(7), 1 << 31, LARGEST):
        assert laptop.ask(PullPhoto(digest=digest, offset=offset, max_bytes=LARGEST)).content == b""
    for wrong in (b"", b"..", bytes(5000)):
        assert failure(laptop.ask(PullPhoto(digest=wrong, offset=0, max_bytes=100))) == "not-found"
        assert isinstance(laptop.ask(AcknowledgePhoto(digest=wrong)), Done)
    assert photos.size_bytes(digest) == box_bytes(7)


def test_the_clock_is_set_and_trusted():
    _, laptop = connected()
    assert isinstance(laptop.ask(SetClock(utc_s=NOW_S)), Done)
    answer = laptop.ask(hello())
    assert (answer.clock_s, answer.clock_trust) == (NOW_S, "laptop")


def test_a_time_that_cannot_be_is_refused():
    bench, laptop = connected()
    laptop.ask(SetClock(utc_s=NOW_S))
    for utc_s in (0, 946684800, 1 << 32, LARGEST):
        assert failure(laptop.ask(SetClock(utc_s=utc_s))) == "refused"
    assert bench.clock.now_s() == NOW_S


def test_an_answer_is_kept_over_a_restart_and_the_screen_is_told():
    bench, laptop = connected(records=2)
    assert isinstance(laptop.ask(pushed(2)), Done)
    assert bench.changes == 1
    bench.restart()
    assert answers.load(LOG_ID, 2) == ["none", 0, "Not known."]


def test_an_answer_to_another_log_or_to_no_check_of_this_one_is_refused():
    _, laptop = connected(records=2)
    assert failure(laptop.ask(pushed(2, log_id=b"log-0002"))) == "unknown-log"
    for sequence in (3, LARGEST):
        assert failure(laptop.ask(pushed(sequence))) == "not-found"
        assert answers.load(LOG_ID, sequence) is None


def test_an_answer_is_forgotten_when_its_check_is_gone():
    bench, laptop = connected(records=1)
    laptop.ask(pushed(1))
    for _ in range(24):
        bench.store.acknowledge(bench.append(bytes(200)) + 1)
    assert bench.ring.first_sequence > 1
    laptop.ask(pushed(bench.ring.next_sequence - 1))
    assert answers.load(LOG_ID, 1) is None
    assert isinstance(laptop.ask(pushed(1)), Done)
    assert answers.load(LOG_ID, 1) is None


def test_the_largest_answer_is_kept_with_its_count():
    _, laptop = connected(records=1)
    one = Candidate(register_id="R-1", serial="AB1230", status="stolen", matched_key="AB1230", disagrees=["serial"])
    assert isinstance(laptop.ask(pushed(1, "x" * 9000, [one] * 100)), Done)
    kept = answers.load(LOG_ID, 1)
    assert (kept[1], kept[2][:3]) == (100, "xxx")
    assert len(kept[2]) <= 400


def test_a_list_comes_down_with_its_key_and_is_in_use():
    bench, laptop = connected()
    content = list_bytes(5)
    offer = OfferList(header=head_of(content), total_bytes=len(content))
    assert failure(laptop.ask(offer)) == "refused"
    assert isinstance(laptop.ask(SetListKey(key=key_box(bench.pairings.certificate()), root=ISSUER.root)), Done)
    wanted = laptop.ask(offer)
    while wanted.offset < len(content):
        wanted = laptop.ask(PushListPart(offset=wanted.offset, content=content[wanted.offset : wanted.offset + 100]))
    assert bench.lists.version == 5
    assert laptop.ask(hello()).list_version == 5


def test_a_list_key_for_another_handheld_or_in_clear_is_refused():
    bench, laptop = connected()
    box = key_box(bench.pairings.certificate())
    other = key_box(make_identity(Counted(b"another"), "v")[1])
    for key in (KEY, b"", box[:-1], box[:70] + bytes([box[70] ^ 1]) + box[71:], bytes(65) + box[65:], other):
        answer = laptop.ask(SetListKey(key=key, root=ISSUER.root))
        assert failure(answer) == "refused" and "register" in answer.text
    assert isinstance(laptop.ask(SetListKey(key=box, root=ISSUER.root)), Done)


def test_a_message_of_a_later_version_is_answered_as_unknown():
    class Later(Bye):
        ID = 99

    _, laptop = connected()
    assert failure(laptop.ask(Later())) == "unknown-message"


def test_an_answer_where_a_request_belongs_is_refused():
    _, laptop = connected()
    for answer in (Done(), Challenge(challenge=bytes(16)), TagKey(key=bytes(16))):
        assert failure(laptop.ask(answer)) == "refused"


def test_bye_is_not_answered_and_takes_the_laptop_off_the_screen():
    bench, laptop = connected()
    laptop.conversation.say(Bye(), 0)
    assert list(laptop.run(20)) == []
    assert not bench.server.connected
    assert isinstance(Laptop(bench).ask(hello()), Hello)
    assert bench.server.connected


def test_a_new_connection_takes_over_from_one_that_broke_off():
    bench, laptop = connected(records=6)
    laptop.conversation.ask(PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=8192), bench.clock.ms, 9999)
    bench.server.feed(laptop.conversation.poll(bench.clock.ms))
    answer = Laptop(bench).ask(PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=8192))
    assert len(answer.records) == 6


def test_a_restart_in_the_middle_of_a_session_is_seen_and_the_next_one_works():
    bench, _ = connected(records=2)
    bench.restart()
    answer = Laptop(bench).ask(PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=1000))
    assert len(answer.records) == 2


def test_a_check_after_a_damaged_acknowledged_one_gets_a_new_sequence_and_is_pulled():
    bench, laptop = connected(records=5)
    laptop.ask(Acknowledge(log_id=LOG_ID, sequence=6))
    flash = bench.flashes["records"].content
    flash[bytes(flash).find(bench.ring.read(5)) + 40] ^= 1
    bench.restart()
    bench.append(b"new check")
    answer = Laptop(bench).ask(PullRecords(log_id=LOG_ID, from_sequence=5, max_bytes=8192))
    assert [(one.sequence, one.content) for one in answer.records] == [(5, b""), (6, bench.ring.read(6))]
    assert SealChain(LOG_ID, bench.log.first_key()).open(6, answer.records[1].content) == b"new check"


def test_a_flash_that_errs_is_answered_and_the_session_goes_on():
    flash = boot(blank())
    _, laptop = connected(records=1, files=False)
    flash.dead = True
    assert failure(laptop.ask(pushed(1))) == "storage"
    assert failure(laptop.ask(AcknowledgePhoto(digest=bytes(32)))) == "storage"
    flash.dead = False
    assert isinstance(laptop.ask(hello()), Hello)


def test_answers_are_gone_through_only_when_checks_have_gone():
    _, laptop = connected(records=2)
    laptop.ask(pushed(1))
    listed = []
    forget, answers.forget_below = answers.forget_below, listed.append
    try:
        laptop.ask(pushed(2))
    finally:
        answers.forget_below = forget
    assert listed == []
