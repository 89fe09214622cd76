"""Runs on MicroPython: `program.py SCENARIO FRAMES SEED`. Frames that no laptop sends go into a handheld's line.

Prints how many, and by how much the heap and the whole process have grown from the first tenth to the last. Whatever
the line raises is raised.
"""

import gc
import io
import sys

import images
from checks import photos
from dice import Dice
from disk import MemoryPhoto
from issuer import ISSUER
from laptop import CERTIFICATE, Counted, Laptop, Trusting, hello
from link.line import Line
from offered import KEY, head_of, key_box, list_bytes
from secure_laptop import SecureBench, SecureLaptop, said_by
from updates.receiving import FirmwareReceiver
from viewmark_protocol.frames import frame
from viewmark_protocol.messages.downward import OfferList, PushAnswer, PushListPart, SetClock, SetListKey
from viewmark_protocol.messages.firmware import OfferFirmware, PushFirmwarePart
from viewmark_protocol.messages.hello import Failed, Hello
from viewmark_protocol.messages.paired import Unpair
from viewmark_protocol.messages.pairing import PairRequest
from viewmark_protocol.messages.records import Acknowledge, PullPhoto, PullRecords
from viewmark_protocol.messages.registry import encode_message
from viewmark_protocol.pairing import LAPTOP, commitment

LOG_ID = b"log-0001"
FIRMWARE = images.file_of((9, 0, 0), images.image_bytes(9000))
FIRMWARE_HEAD = images.head_of(FIRMWARE)
NONCE = bytes(range(16))


class Peer:
    """Whoever is at the other end: it keeps count of connection and sequence, so that its frames are taken."""

    def __init__(self, line, clock, dice):
        self._line, self._clock, self._dice = line, clock, dice
        self.fed = 0
        self.open()

    def open(self, payload_bytes=512):
        """Begin a connection."""
        nonce = self._dice.bytes(4)
        self.connection, self.sequence = nonce[0], nonce[2] << 8 | nonce[3]
        self.feed(frame.encode(frame.OPEN, 0, 0, nonce + payload_bytes.to_bytes(2, "big") + b"\x08"))

    def say(self, stream):
        """Say bytes of the stream in one frame that is taken."""
        self.feed(frame.encode(frame.DATA, self.connection, self.sequence, stream))
        self.sequence = (self.sequence + 1) & 65535

    def feed(self, data):
        """Have the line hear bytes, and let it write all it has; acknowledge now and then."""
        dice, line = self._dice, self._line
        self.fed += 1
        self._clock.ms += dice.one_of((0, 1, 20, 20, 50, 400))
        line.feed(data)
        for one in said_by(line).split(b"\0"):
            if len(one) > 5 and one[1] == frame.DATA and dice.below(4):
                got = frame.decode(one)
                line.feed(frame.encode(frame.ACKNOWLEDGE, self.connection, got.sequence + 1 & 65535, b""))


def framed(body):
    """Return a message's body with its length before it."""
    return len(body).to_bytes(4, "big") + body


def into_wire(frames, dice):
    """Anything into a line that does TLS and pairs in clear: garbage, damage, pairing, and hellos of TLS, changed."""
    bench = SecureBench()
    recorded = recorded_handshake(bench)
    peer = Peer(bench.server, bench.clock, dice)
    request = PairRequest(
        name="desk", certificate=CERTIFICATE, commitment=commitment(LAPTOP, "desk", CERTIFICATE, NONCE)
    )
    while peer.fed < frames:
        what = dice.below(12)
        if what == 0:
            peer.open(dice.one_of((0, 1, 9, 20, 512, 65535)))
        elif what == 1:
            peer.feed(dice.bytes(dice.below(60)) + b"\0")
        elif what == 2:
            peer.feed(dice.frame())
        elif what == 3:
            peer.feed(dice.frame(connection=peer.connection))
        elif what == 4:
            peer.feed(dice.mutated(frame.encode(frame.DATA, peer.connection, peer.sequence, b"x" * 20)))
        elif what == 5:
            peer.feed(dice.one_of((frame.EMPTY_FRAME, b"\0" * 9, b"\0\xff\0", b">>> \r\n\0")))
        elif what == 6:
            peer.open()
            peer.say(dice.mutated(recorded))
        elif what == 7:
            peer.open()
            peer.say(b"\x16\x03" + dice.bytes(1 + dice.below(200)))
        elif what == 8:
            peer.open()
            peer.say(recorded)  # and then it says something else
        elif what == 9:
            peer.say(framed(dice.message()))
        elif what == 10:
            bench.pairing.decide(bool(dice.below(8)))
            peer.say(encode_message(request, 1) if dice.below(2) else framed(dice.message()))
        else:
            peer.say(dice.mutated(encode_message(request, 1)))
        yield peer.fed
    still_serves_secure(bench)


def into_session(frames, dice):
    """Messages of every kind, their fields at their extremes or their bytes changed, from the paired laptop."""
    bench = SecureBench()
    prepared(bench, dice)
    bench.pairings.laptops = [("desk", CERTIFICATE)]
    bench.server = in_memory(bench)
    peer = Peer(bench.server, bench.clock, dice)
    greeting = encode_message(hello(), 1)
    _, key, header, entries, digest = dice.known
    real = (
        PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=4000),
        PullPhoto(digest=digest, offset=0, max_bytes=1 << 20),
        SetClock(utc_s=1790000000),
        SetListKey(key=key),
        OfferList(header=header, total_bytes=len(header) + len(entries)),
        PushListPart(offset=len(header), content=entries),
        PushAnswer(log_id=LOG_ID, sequence=2, answer="none", answered_s=1790000000, candidates=[], text="Not known."),
        Acknowledge(log_id=LOG_ID, sequence=2),
        OfferFirmware(head=FIRMWARE_HEAD, total_bytes=len(FIRMWARE)),
        PushFirmwarePart(offset=len(FIRMWARE_HEAD), content=FIRMWARE[len(FIRMWARE_HEAD) :][:1392]),
    )
    while peer.fed < frames:
        what = dice.below(40)
        if what == 0 or not bench.server.connected:
            peer.open(dice.one_of((9, 64, 512, 65535)))
            peer.say(greeting)
        body = dice.message(but_for=(Unpair,))
        if what < 4 or what > 30:
            body = bytes(encode_message(dice.one_of(real), 7))[4:]
        if what < 4 or what > 35:
            body = dice.mutated(body)
        elif what == 4:
            body = b"\x81" * dice.below(3000)
        elif what == 5:
            peer.say(dice.bytes(8))  # out of step
        stream = framed(body)
        while stream:
            count = dice.one_of((1, 9, 512)) if what < 9 else 3000
            peer.say(stream[:count])
            stream = stream[count:]
        yield peer.fed
    assert isinstance(Laptop(bench, greet=False).ask(hello()), Hello)


def into_tls(frames, dice):
    """Real sessions whose frames are changed from some moment on: in the handshake, or in what follows it."""
    bench = SecureBench()
    prepared(bench, dice)
    fed = [0]
    while fed[0] < frames:
        laptop = SecureLaptop(bench, greet=False)
        whole = dice.below(12)

        def changed(data, whole=whole, sent=[0]):  # noqa: B006  one counter for each laptop
            out = b""
            for part in data.split(b"\0"):
                if not part:
                    continue
                sent[0] += 1
                fed[0] += 1
                one = b"\0" + part + b"\0"
                if sent[0] > whole and dice.below(3) == 0:
                    one = changed_frame(one, dice)
                out += one
            return out

        laptop.changed = changed
        asked = [hello(), PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=4000)]
        asked.append(PullPhoto(digest=dice.known[-1], offset=0, max_bytes=1 << 20))
        try:
            for message in asked:
                laptop.conversation.ask(message, bench.clock.ms, 1 << 40)
            list(laptop.run(12))
            for _ in range(6):
                laptop.tls.send(framed(dice.message(but_for=(Unpair,))))
                list(laptop.run(4))
        except Exception as error:
            if not from_laptop(error):
                raise
        laptop.tls.close()
        yield fed[0]
    still_serves_secure(bench)


def changed_frame(one, dice):
    """Return a frame damaged, or whole with its payload changed, or twice, or not at all."""
    what = dice.below(6)
    if what == 0:
        return dice.mutated(one)
    if what == 1:
        return one + one
    if what == 2:
        return b""
    got = frame.decode(one[1:-1])
    payload = dice.mutated(got.payload) if what < 5 else dice.bytes(dice.below(300))
    return frame.encode(got.kind, got.connection, got.sequence, payload)


def from_laptop(error):
    """Return whether the laptop of the test has raised an error, and not the handheld's line."""
    text = io.StringIO()
    sys.print_exception(error, text)
    return "link/line.py" not in text.getvalue()


def in_memory(bench):
    """Return a line on which the one laptop is taken to be the paired one."""
    return Line(bench, bench.answering, bench.pairings, lambda: bench.pairing, Trusting)


def prepared(bench, dice):
    """Give the handheld a photo and a list's key, and the dice what means something to it."""
    digest, _ = photos.keep(MemoryPhoto(bytes(9000)), bench.ring, Counted())
    bench.lists.take_key(KEY, ISSUER.root)
    content = list_bytes(5)
    bench.lists.offer(head_of(content), len(content))  # loads the code that takes lists
    bench.answering.updates = FirmwareReceiver(bench, 0, images.ISSUER.root)
    dice.known = (
        LOG_ID,
        key_box(bench.pairings.certificate()),
        head_of(content),
        content[len(head_of(content)) :],
        digest,
    )


def recorded_handshake(bench):
    """Return the first record of a real laptop."""
    heard = []
    laptop = SecureLaptop(bench, greet=False)
    laptop.changed = lambda data: heard.append(data) or data
    laptop.ask(hello())
    laptop.tls.close()
    for data in heard:
        for part in data.split(b"\0"):
            if len(part) > 5 and part[1] == frame.DATA:
                return frame.decode(part).payload
    raise AssertionError("no record")


def still_serves_secure(bench):
    """A laptop that is paired gets through, and its records come."""
    bench.clock.ms += 10000
    laptop = SecureLaptop(bench, greet=False)
    assert isinstance(laptop.ask(hello()), Hello)
    answer = laptop.ask(PullRecords(log_id=bench.ring.log_id, from_sequence=bench.ring.first_sequence, max_bytes=9))
    assert not isinstance(answer, Failed), answer.text


def process_kb():
    """Return what the whole process holds: Mbed TLS takes its memory outside of the heap."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4


def heap_bytes():
    """Return what the heap holds."""
    gc.collect()
    return gc.mem_alloc()


def main(scenario, frames, seed):
    """Run one scenario and print what it took."""
    step, heap, process = frames // 100, [], []
    for fed in SCENARIOS[scenario](frames, Dice(seed)):
        if fed >= step * (len(heap) + 1) and len(heap) < 100:
            heap.append(heap_bytes())
            process.append(process_kb())
    # At any moment a session may be half through: of each tenth the least counts.
    grown, more = [min(one[-10:]) - min(one[:10]) for one in (heap, process)]
    print(frames, "frames,", grown, "bytes more heap,", more, "KB more process")


SCENARIOS = {"wire": into_wire, "session": into_session, "tls": into_tls}

if __name__ == "__main__":
    sys.path.pop(0)
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
