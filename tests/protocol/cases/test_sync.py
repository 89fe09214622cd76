"""Sync: records by cursor, photos by offset; whatever is cut, the archive becomes the log and nothing is doubled."""

import hashlib

from protocol_helpers import Dice, refusal
from protocol_helpers.session import (
    PAYLOAD_BYTES,
    Archive,
    Cut,
    MemoryLog,
    MemoryPhotos,
    sync_once,
    sync_until_done,
)

from viewmark_protocol.errors import SyncError
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.hello import Bye, Done, Failed
from viewmark_protocol.messages.records import (
    Acknowledge,
    AcknowledgePhoto,
    LogRecord,
    PhotoPart,
    PullPhoto,
    PullRecords,
    Records,
)
from viewmark_protocol.messages.registry import MAX_MESSAGE_BYTES, encode_message
from viewmark_protocol.sync.pull import PART_BYTES, PhotoPull, RecordPull
from viewmark_protocol.sync.source import MOST_PART_BYTES, Source

LOG_ID = b"log-0001"
RECORDS = [Dice(number + 1).bytes(100 + 10 * number) for number in range(10)]
PHOTO = Dice(99).bytes(3000)
DIGEST = hashlib.sha256(PHOTO).digest()
TLS_RECORD_BYTES = 29


def source(records=RECORDS, first_sequence=0, photos=(PHOTO,)):
    log, store = MemoryLog(records, LOG_ID, first_sequence), MemoryPhotos(photos)
    return Source(log, store), log, store


def records_answer(*sequences, log_id=LOG_ID, next_sequence=10):
    records = [LogRecord(sequence=sequence, content=b"x") for sequence in sequences]
    return Records(log_id=log_id, records=records, next_sequence=next_sequence)


def pull_all(pull, answers):
    stored = []
    while True:
        wanted = pull.request()
        if wanted is None:
            return stored
        got = pull.accept(answers.answer(wanted))
        stored.extend(got)
        assert isinstance(answers.answer(pull.stored(len(got))), Done)


def test_a_log_is_pulled_whole():
    answers, log, _ = source()
    assert pull_all(RecordPull(LOG_ID, 0, 0, 10), answers) == list(enumerate(RECORDS))
    assert log.acknowledged == 10


def test_a_pull_resumes_at_its_cursor():
    answers, _, _ = source()
    assert pull_all(RecordPull(LOG_ID, 7, 0, 10), answers) == list(enumerate(RECORDS))[7:]


def test_nothing_new_asks_nothing():
    assert RecordPull(LOG_ID, 10, 0, 10).request() is None
    assert RecordPull(LOG_ID, 0, 0, 0).request() is None


def test_what_the_handheld_no_longer_holds_is_not_asked_for():
    answers, _, _ = source(first_sequence=5)
    assert [one[0] for one in pull_all(RecordPull(LOG_ID, 0, 5, 15), answers)] == list(range(5, 15))


def test_records_that_come_in_during_a_pull_are_pulled_too():
    answers, log, _ = source([bytes(5000)] * 3)  # two do not fit into one part
    pull = RecordPull(LOG_ID, 0, 0, 3)
    pull.stored(len(pull.accept(answers.answer(pull.request()))))
    log.records.append(bytes(5000))
    assert [one[0] for one in pull_all(pull, answers)] == [1, 2, 3]
    assert log.acknowledged == 4


def test_large_logs_come_in_parts_that_fit_a_message():
    answers, _, _ = source([bytes(1)] * 3000)
    parts = 0
    pull = RecordPull(LOG_ID, 0, 0, 3000)
    while True:
        wanted = pull.request()
        if wanted is None:
            break
        answer = answers.answer(wanted)
        assert len(encode_message(answer, 1)) <= MAX_MESSAGE_BYTES
        pull.stored(len(pull.accept(answer)))
        parts += 1
    assert parts > 1


def test_a_record_larger_than_a_part_comes_alone():
    answers, _, _ = source([bytes(PART_BYTES + 100)] * 2)
    answer = answers.answer(PullRecords(log_id=LOG_ID, from_sequence=0, max_bytes=PART_BYTES))
    assert [one.sequence for one in answer.records] == [0]


def test_a_gap_is_refused():
    for sequences in ((1,), (0, 2), (0, 1, 3), (0, 0), (1, 0)):
        refusal(SyncError, RecordPull(LOG_ID, 0, 0, 10).accept, records_answer(*sequences))


def test_an_answer_without_records_or_of_another_log_is_refused():
    refusal(SyncError, RecordPull(LOG_ID, 0, 0, 10).accept, records_answer())
    refusal(SyncError, RecordPull(LOG_ID, 0, 0, 10).accept, records_answer(0, log_id=b"log-0002"))


def test_a_refused_answer_does_not_move_the_cursor():
    pull = RecordPull(LOG_ID, 3, 0, 10)
    refusal(SyncError, pull.accept, records_answer(3, 5))
    assert pull.request().from_sequence == 3


def test_a_handheld_that_holds_less_than_the_laptop_is_refused():
    assert "more checks" in refusal(SyncError, RecordPull, LOG_ID, 11, 0, 10)


def test_another_log_is_told_and_nothing_acknowledged():
    answers, log, _ = source()
    for wanted in (
        PullRecords(log_id=b"log-0002", from_sequence=0, max_bytes=100),
        Acknowledge(log_id=b"log-0002", sequence=5),
    ):
        assert answers.answer(wanted).failure == "unknown-log"
    assert log.acknowledged == 0


def test_nothing_beyond_the_end_is_acknowledged():
    answers, log, _ = source()
    assert answers.answer(Acknowledge(log_id=LOG_ID, sequence=11)).failure == "out-of-order"
    assert log.acknowledged == 0
    assert isinstance(answers.answer(Acknowledge(log_id=LOG_ID, sequence=10)), Done)
    assert log.acknowledged == 10


def test_a_sequence_that_is_not_here_is_told():
    answers, _, _ = source(first_sequence=5)
    for sequence in (0, 4, 16):
        wanted = PullRecords(log_id=LOG_ID, from_sequence=sequence, max_bytes=100)
        assert answers.answer(wanted).failure == "not-found"


def test_what_is_no_sync_request_is_left_to_others():
    answers, _, _ = source()
    assert answers.answer(Bye()) is None


def pull_whole(pull, answers, payload_bytes=MOST_PART_BYTES):
    """Ask once and take every part that comes; return how many came."""
    pull.accept(answers.answer(pull.request(), payload_bytes))
    parts = 1
    while answers.is_sending:
        pull.accept(answers.next_part())
        parts += 1
    return parts


def test_a_photo_comes_whole_and_is_acknowledged():
    big = Dice(5).bytes(9000)
    digest = hashlib.sha256(big).digest()
    answers, _, store = source(photos=(big,))
    pull = PhotoPull(digest)
    assert pull_whole(pull, answers) == 2
    assert pull.is_complete and bytes(pull.content) == big
    assert isinstance(answers.answer(pull.stored()), Done)
    assert store.acknowledged == [digest]


def test_each_part_fits_into_one_frame_and_only_the_first_carries_the_digest():
    for payload_bytes in (400, 1000, 3072):
        answers, _, _ = source()
        parts = [answers.answer(PhotoPull(DIGEST).request(), payload_bytes)]
        while answers.is_sending:
            parts.append(answers.next_part())
        assert [one.digest for one in parts] == [DIGEST] + [b""] * (len(parts) - 1)
        for one in parts:
            assert len(encode_message(one, 1 << 20)) + TLS_RECORD_BYTES <= payload_bytes
        assert len(parts) == 1 or len(parts[1].content) >= min(payload_bytes - 60, 3000 - len(parts[0].content))


def test_no_more_of_a_photo_comes_than_was_asked_for():
    answers, _, _ = source()
    first = answers.answer(PullPhoto(digest=DIGEST, offset=100, max_bytes=1000), 500)
    got = first.content
    while answers.is_sending:
        got += answers.next_part().content
    assert got == PHOTO[100:1100]


def test_another_request_for_a_photo_ends_the_earlier_one():
    other = Dice(7).bytes(2000)
    answers, _, _ = source(photos=(PHOTO, other))
    answers.answer(PhotoPull(DIGEST).request(), 500)
    pull = PhotoPull(hashlib.sha256(other).digest())
    pull_whole(pull, answers, 500)
    assert bytes(pull.content) == other


def test_records_are_answered_while_a_photo_is_on_its_way():
    answers, _, _ = source()
    pull = PhotoPull(DIGEST)
    pull.accept(answers.answer(pull.request(), 500))
    assert answers.answer(PullRecords(log_id=LOG_ID, from_sequence=0, max_bytes=100), 500).records
    while answers.is_sending:
        pull.accept(answers.next_part())
    assert pull.is_complete


def test_a_photo_that_can_no_longer_be_read_ends_with_an_empty_part():
    answers, _, store = source()
    pull = PhotoPull(DIGEST)
    pull.accept(answers.answer(pull.request(), 500))
    store.contents[DIGEST] = b""
    assert "size" in refusal(SyncError, pull.accept, answers.next_part())
    assert not answers.is_sending


def test_a_photo_resumes_at_its_offset():
    answers, _, _ = source()
    for here in (0, 1, 2999, 3000):
        pull = PhotoPull(DIGEST, PHOTO[:here])
        assert pull.request().offset == here
        pull_whole(pull, answers)
        assert bytes(pull.content) == PHOTO


def test_a_photo_that_is_not_here_is_told():
    answers, _, _ = source()
    assert answers.answer(PullPhoto(digest=bytes(32), offset=0, max_bytes=10)).failure == "not-found"


def test_a_photo_that_differs_from_its_digest_is_refused_and_asked_for_from_the_start():
    answers, _, _ = source()
    pull = PhotoPull(DIGEST, b"wrong")
    assert "digest" in refusal(SyncError, pull_whole, pull, answers)
    assert not pull.is_complete
    assert pull.request().offset == 0
    pull_whole(pull, answers)
    assert bytes(pull.content) == PHOTO


def test_parts_that_do_not_continue_are_refused():
    def part(offset=0, content=PHOTO, total_bytes=3000, digest=DIGEST):
        return PhotoPart(digest=digest, offset=offset, total_bytes=total_bytes, content=content)

    for one in (part(offset=1), part(digest=bytes(32)), part(total_bytes=2999), part(content=b"")):
        refusal(SyncError, PhotoPull(DIGEST).accept, one)


def whole():
    return MemoryLog(RECORDS, LOG_ID), MemoryPhotos([PHOTO]), Archive()


def check_whole(log, photos, archive):
    assert [archive.records[number] for number in range(10)] == RECORDS and len(archive.records) == 10
    assert archive.photos == {DIGEST: PHOTO}
    assert log.acknowledged == 10
    assert DIGEST in photos.acknowledged


def test_a_sync_over_a_link_makes_the_archive_equal_to_the_log():
    log, photos, archive = whole()
    sync_once(Link(None, PAYLOAD_BYTES), log, photos, archive, b"\x01\x02\x03\x04")
    check_whole(log, photos, archive)


def cut_everywhere(handheld_restarts):
    log, photos, archive = whole()
    frames = sync_once(Link(None, PAYLOAD_BYTES), log, photos, archive, b"\x01\x02\x03\x04")
    assert frames > 30
    for cut in range(frames):
        log, photos, archive = whole()
        link = Link(None, PAYLOAD_BYTES)
        try:
            sync_once(link, log, photos, archive, b"\x01\x02\x03\x04", cut)
        except Cut:
            pass
        else:
            raise AssertionError("cut " + str(cut) + " did not cut")
        assert log.acknowledged <= len(archive.records), cut
        assert not photos.acknowledged or archive.photos, cut
        if handheld_restarts:
            link = Link(None, PAYLOAD_BYTES)
        assert sync_until_done(link, log, photos, archive, 50) == 1, cut
        check_whole(log, photos, archive)


def test_a_cut_at_every_frame_resumes_with_a_handheld_that_stayed_on():
    cut_everywhere(False)


def test_a_cut_at_every_frame_resumes_with_a_handheld_that_restarted():
    cut_everywhere(True)


def test_a_sync_over_a_bad_pipe_needs_a_few_sessions_and_doubles_nothing():
    for cut in range(5, 40, 5):
        log, photos, archive = whole()
        for turn in range(30):  # every session is cut, each a little later than the one before
            try:
                sync_once(Link(None, PAYLOAD_BYTES), log, photos, archive, bytes((turn, 7, 7, 7)), cut + turn)
            except Cut:
                continue
            break
        check_whole(log, photos, archive)


def test_a_photo_of_nothing_and_a_failed_answer_are_messages_too():
    empty = hashlib.sha256(b"").digest()
    answers, _, _ = source(photos=(b"",))
    pull = PhotoPull(empty)
    pull.accept(answers.answer(pull.request()))
    assert pull.is_complete
    assert isinstance(answers.answer(AcknowledgePhoto(digest=empty)), Done)
    assert isinstance(answers.answer(PullPhoto(digest=DIGEST, offset=0, max_bytes=1)), Failed)
