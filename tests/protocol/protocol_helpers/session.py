"""A whole sync in memory: a handheld with a log and photos, a laptop with an archive, a pipe that can be cut."""

import hashlib

from protocol_helpers.pair import STEP_MS, split
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.records import PhotoPart, PullPhoto, Records
from viewmark_protocol.sync.pull import PhotoPull, RecordPull
from viewmark_protocol.sync.source import Source

PAYLOAD_BYTES = 256
REQUEST_MS = 20000


class MemoryLog:
    """A log of records; counts what was acknowledged."""

    def __init__(self, records, log_id=b"log-0001", first_sequence=0):
        self.log_id = log_id
        self.first_sequence = first_sequence
        self.records = records
        self.acknowledged = 0

    @property
    def next_sequence(self):
        return self.first_sequence + len(self.records)

    def read(self, sequence):
        return self.records[sequence - self.first_sequence]

    def acknowledge(self, sequence):
        self.acknowledged = max(self.acknowledged, sequence)


class MemoryPhotos:
    """Photos by digest; those that were acknowledged."""

    def __init__(self, contents):
        self.contents = {hashlib.sha256(one).digest(): one for one in contents}
        self.acknowledged = []

    def size_bytes(self, digest):
        return len(self.contents[digest]) if digest in self.contents else -1

    def read(self, digest, offset, count):
        return self.contents[digest][offset : offset + count]

    def acknowledge(self, digest):
        self.acknowledged.append(digest)


class Archive:
    """What the laptop has made durable. A record or a photo that is stored twice is an error."""

    def __init__(self):
        self.records = {}
        self.photos = {}
        self.parts = b""  # of the photo that is under way
        self.cursor = 0

    def store(self, records):
        for sequence, content in records:
            assert sequence not in self.records, "stored twice"
            self.records[sequence] = content
        self.cursor += len(records)

    def store_photo(self, digest, content):
        assert digest not in self.photos, "stored twice"
        self.photos[digest] = content
        self.parts = b""


def laptop_steps(log, photos, archive):
    """Yield each request of a sync and take its answer: what a session does, written down in order."""
    pull = RecordPull(log.log_id, archive.cursor, log.first_sequence, log.next_sequence)
    if log.acknowledged < archive.cursor:  # stored, and cut before the handheld was told
        done = yield pull.stored(0)
        assert isinstance(done, Done)
    while True:
        wanted = pull.request()
        if wanted is None:
            break
        answer = yield wanted
        assert isinstance(answer, Records)
        records = pull.accept(answer)
        archive.store(records)
        done = yield pull.stored(len(records))
        assert isinstance(done, Done)
    for digest in sorted(photos.contents):
        if digest in photos.acknowledged:
            continue
        photo = PhotoPull(digest, archive.photos.get(digest) or archive.parts)
        wanted = photo.request()
        while not photo.is_complete:
            part = yield wanted
            wanted = None  # the next parts come by themselves
            assert isinstance(part, PhotoPart)
            photo.accept(part)
            if digest not in archive.photos:
                archive.parts = bytes(photo.content)
        if digest not in archive.photos:
            archive.store_photo(digest, bytes(photo.content))
        done = yield photo.stored()
        assert isinstance(done, Done)


class Cut(Exception):
    """The pipe was cut on purpose."""


def sync_once(handheld_link, log, photos, archive, nonce, cut_after=-1):
    """Run one session; return how many frames passed. Cut: the frame with that number and all after it are gone."""
    laptop = Conversation(Link(nonce, PAYLOAD_BYTES))
    handheld = Conversation(handheld_link)
    source = Source(log, photos)
    steps = laptop_steps(log, photos, archive)
    first = next(steps, None)
    if first is None:
        return 0
    laptop.ask(first, 0, REQUEST_MS)
    passed = 0
    now_ms = 0
    photo_request = 0
    while True:
        now_ms += STEP_MS
        for one in split(laptop.poll(now_ms)):
            if passed == cut_after:
                raise Cut
            passed += 1
            for request, message in handheld.feed(one, now_ms):
                handheld.say(source.answer(message, PAYLOAD_BYTES), request)
                if isinstance(message, PullPhoto):
                    photo_request = request
        while source.is_sending and handheld.stream.unsent_bytes < 2 * PAYLOAD_BYTES:
            handheld.say(source.next_part(), photo_request)
        for one in split(handheld.poll(now_ms)):
            if passed == cut_after:
                raise Cut
            passed += 1
            for _, message in laptop.feed(one, now_ms):
                try:
                    wanted = steps.send(message)
                    if wanted is not None:
                        laptop.ask(wanted, now_ms, REQUEST_MS)
                except StopIteration:
                    return passed


def sync_until_done(handheld_link, log, photos, archive, first_nonce):
    """Reconnect until a session runs to its end; return how many were needed."""
    for turn in range(20):
        try:
            sync_once(handheld_link, log, photos, archive, bytes((first_nonce + turn, 9, 9, turn)))
            return turn + 1
        except LinkLostError:
            continue
    raise AssertionError("the sync never ends")
