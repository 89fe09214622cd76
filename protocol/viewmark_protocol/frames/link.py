"""The reliable ordered stream over frames: sequence, acknowledgement and selective retransmission in a small window.

Sans-IO: bytes from the pipe in, bytes for the pipe and stream bytes out; time is an argument in milliseconds.
"""

import struct

from ..compat import const
from ..errors import LinkLostError
from . import frame
from .frame import Frame, FrameReader, FrameWriter

NONCE_BYTES = 4
MAX_PAYLOAD_BYTES = const(4096)
MIN_PAYLOAD_BYTES = const(9)  # BLE's smallest ATT payload is 20 bytes, 11 of them are the frame's
WINDOW_FRAMES = const(8)  # the acknowledgement's bits are one byte
WINDOW_BYTES = const(32768)  # of all frames that wait for their acknowledgement; two may wait whatever their size

_RETRY_MS = const(400)
_MAX_RETRY_MS = const(2000)
_ACKNOWLEDGE_EACH = const(2)  # frames that arrive in order are acknowledged by twos, or after a moment
_ACKNOWLEDGE_MS = const(40)
_LOST_MS = const(6000)  # no sign of life while something waits for an answer
_SEQUENCES = const(65536)

_EMPTY = (0, 0, b"")
_OPENING = "opening"
_LISTENING = "listening"
_IS_OPEN = "open"
_LOST = "lost"


class _Sent:
    """A data frame that waits for its acknowledgement."""

    def __init__(self, sequence: int, payload: bytes) -> None:
        self.sequence = sequence
        self.payload = payload
        self.sent_ms = -1  # -1: not yet on the wire
        self.first_sent_ms = -1
        self.turn = -1  # how many frames had been put on the wire before it
        self.lost = False  # a frame that was put on the wire after it has arrived


class Link:
    """One end of a connection. The initiator (laptop) gives a fresh `nonce`; the handheld listens, nonce None.
    `window_bytes` is what it keeps of its own until that is acknowledged, `receive_bytes` what the peer may send ahead.

    `feed` takes bytes from the pipe and returns stream bytes; `send` queues stream bytes; `poll` returns bytes for
    the pipe and must be called after each of them and at least every 100 ms. LinkLostError ends an initiator's
    connection for good; a listener goes back to listening and counts `connections`.
    """

    def __init__(
        self,
        nonce: "bytes | None",
        max_payload_bytes: int = MAX_PAYLOAD_BYTES,
        window_bytes: int = WINDOW_BYTES,
        receive_bytes: int = WINDOW_BYTES,
    ) -> None:
        self._initiator = nonce is not None
        self._max_payload_bytes = max_payload_bytes
        self._window_bytes = window_bytes
        self._receive_bytes = receive_bytes
        self._reader, self._writer = FrameReader(max_payload_bytes), FrameWriter(max_payload_bytes)
        self.connections = 0
        self.retransmitted = 0
        self._heard_ms = -1
        self._opened_ms = -1
        self._sent_open_ms = -1
        self._retry_ms = _RETRY_MS
        self._begin(nonce or bytes(NONCE_BYTES), _OPENING if self._initiator else _LISTENING)

    @property
    def is_open(self) -> bool:
        """Whether the peer has answered and the stream runs."""
        return self._state == _IS_OPEN

    def silent_ms(self, now_ms: int) -> int:
        """Return for how long nothing whole has come from the peer."""
        return now_ms - self._heard_ms

    @property
    def damaged(self) -> int:
        """How many frames arrived damaged."""
        return self._reader.damaged

    @property
    def log(self) -> str:
        """Text that came between frames."""
        return self._reader.log

    @property
    def payload_bytes(self) -> int:
        """The most that one frame carries, as both sides agreed."""
        return self._peer_payload_bytes

    @property
    def unsent_bytes(self) -> int:
        """Stream bytes that the peer has not acknowledged: 0 means that all has arrived."""
        return sum([len(piece) for piece in self._queue]) + sum([len(sent.payload) for sent in self._window])

    def send(self, data: "bytes | bytearray") -> None:
        """Queue stream bytes. What is queued at once stays in one frame where it fits."""
        if data:
            self._queue.append(bytes(data))

    def feed(self, data: bytes, now_ms: int) -> bytes:
        """Take bytes from the pipe, return the stream bytes that are now complete and in order."""
        arrived = bytearray()
        for one in self._reader.feed(data):
            if one is None:
                self._peer_forgot()
            else:
                self._heard_ms = now_ms
                self._take(one, arrived)
        return bytes(arrived)

    def poll(self, now_ms: int) -> bytes:
        """Return the bytes to write to the pipe now; LinkLostError when the peer is gone."""
        self._fall_due(now_ms)
        frames: "list[bytes]" = []
        while self._out:
            frames.append(bytes(self._encode_next()))
        return b"".join(frames)

    def next_frame(self, now_ms: int) -> "bytes | memoryview":
        """Return one frame to write now, which stands until the next call, or nothing; LinkLostError as `poll`."""
        if not self._out:
            self._fall_due(now_ms)
        return self._encode_next() if self._out else b""

    def drop(self) -> None:
        """End a listener's connection from here: the peer is told that there is none, and may open another."""
        self._begin(self._nonce, _LISTENING)
        self._out = [_EMPTY]

    def _fall_due(self, now_ms: int) -> None:
        if self._state == _OPENING:
            self._poll_opening(now_ms)
        elif self._state == _IS_OPEN:
            self._poll_open(now_ms)

    def _encode_next(self) -> "bytes | memoryview":
        kind, sequence, payload = self._out.pop(0)
        if not kind:
            return frame.EMPTY_FRAME
        return self._writer.write(kind, self._connection, sequence, payload)

    def _begin(self, nonce: bytes, state: str) -> None:
        self._nonce = nonce
        self._connection = nonce[0]
        self._state = state
        self._queue: "list[bytes]" = []
        self._window: "list[_Sent]" = []
        self._window_frames = WINDOW_FRAMES
        # Both sides count on from the nonce: one byte of connection would let a late frame in once in 256 times.
        self._next_sequence = nonce[2] << 8 | nonce[3]
        self._expected = self._next_sequence
        self._early: "dict[int, bytes]" = {}
        self._acknowledge_ms = -1  # by when what arrived must be acknowledged; -1: nothing waits for it
        self._unacknowledged = 0
        self._out: "list[tuple[int, int, bytes]]" = []  # kind, sequence, payload of the frames that are due
        self._turns = 0
        self._progress_ms = -1
        self._peer_payload_bytes = self._max_payload_bytes

    def _peer_forgot(self) -> None:
        if self._state == _IS_OPEN:
            self._lose()

    def _lose(self) -> None:
        if self._initiator:
            self._state = _LOST
            raise LinkLostError("The handheld restarted or the line broke. It is tried again.")
        self._begin(self._nonce, _LISTENING)

    def _take(self, one: Frame, arrived: bytearray) -> None:
        if one.kind == frame.OPEN and not self._initiator:
            self._take_open(one, arrived)
        elif one.kind == frame.OPENED and self._state == _OPENING:
            if one.payload[:NONCE_BYTES] == self._nonce and len(one.payload) >= NONCE_BYTES + 2:
                self._agree(one.payload)
        elif self._state != _IS_OPEN:
            if not self._initiator:
                self._out = [_EMPTY]
        elif one.connection != self._connection:
            return  # a late frame of an earlier connection
        elif one.kind == frame.DATA:
            self._take_data(one, arrived)
        elif one.kind == frame.ACKNOWLEDGE:
            self._take_acknowledgement(one)

    def _take_open(self, one: Frame, arrived: bytearray) -> None:
        nonce = one.payload[:NONCE_BYTES]
        if len(one.payload) < NONCE_BYTES + 2:
            return
        if self._state != _IS_OPEN or nonce != self._nonce:
            self._begin(nonce, _IS_OPEN)
            self.connections += 1
            arrived[:] = b""  # the earlier connection's stream ends here
            self._agree(one.payload)
        self._out.append(self._hello_frame(frame.OPENED))

    def _agree(self, payload: bytes) -> None:
        wanted: int = struct.unpack(">H", payload[NONCE_BYTES : NONCE_BYTES + 2])[0]
        self._peer_payload_bytes = max(MIN_PAYLOAD_BYTES, min(wanted, self._max_payload_bytes))
        peer_frames = payload[NONCE_BYTES + 2] if len(payload) > NONCE_BYTES + 2 else WINDOW_FRAMES
        self._window_frames = max(1, min(peer_frames, self._frames(self._window_bytes)))
        self._state = _IS_OPEN

    def _frames(self, count_bytes: int) -> int:
        """Return how many frames so many bytes hold, within the limits of a window."""
        return max(_ACKNOWLEDGE_EACH, min(WINDOW_FRAMES, count_bytes // self._peer_payload_bytes))

    def _hello_frame(self, kind: int) -> "tuple[int, int, bytes]":
        payload = self._nonce + struct.pack(">HB", self._max_payload_bytes, self._frames(self._receive_bytes))
        return kind, 0, payload

    def _take_data(self, one: Frame, arrived: bytearray) -> None:
        ahead = (one.sequence - self._expected) % _SEQUENCES
        self._unacknowledged += 1
        if ahead or self._early or self._unacknowledged >= _ACKNOWLEDGE_EACH:
            self._acknowledge_ms = self._heard_ms  # at once: the peer learns what is missing, or may go on
        elif self._acknowledge_ms < 0:
            self._acknowledge_ms = self._heard_ms + _ACKNOWLEDGE_MS
        if ahead >= WINDOW_FRAMES:
            return  # seen before
        self._early[one.sequence] = one.payload
        while self._expected in self._early:
            arrived.extend(self._early.pop(self._expected))
            self._expected = (self._expected + 1) % _SEQUENCES

    def _take_acknowledgement(self, one: Frame) -> None:
        bits = one.payload[0] if one.payload else 0
        waiting: "list[_Sent]" = []
        latest_turn = -1
        for sent in self._window:
            behind = (sent.sequence - one.sequence) % _SEQUENCES
            # Half of the numbers lie before, half behind: a late acknowledgement must not count for newer frames.
            if behind >= _SEQUENCES // 2 or (0 < behind < WINDOW_FRAMES and bits >> (behind - 1) & 1):
                latest_turn = max(latest_turn, sent.turn)
            else:
                waiting.append(sent)
        if latest_turn >= 0:
            self._retry_ms = _RETRY_MS
            self._progress_ms = self._heard_ms
        for sent in waiting:  # a pipe keeps the order: what was overtaken is lost
            sent.lost = sent.lost or 0 <= sent.turn < latest_turn
        self._window = waiting

    def _poll_opening(self, now_ms: int) -> None:
        if self._opened_ms < 0:
            self._opened_ms = now_ms
        elif now_ms - self._opened_ms > _LOST_MS:
            self._state = _LOST
            raise LinkLostError("The handheld does not answer. Is it on, and the cable in?")
        elif now_ms - self._sent_open_ms < _RETRY_MS:
            return
        self._sent_open_ms = now_ms
        self._out.append(self._hello_frame(frame.OPEN))

    def _poll_open(self, now_ms: int) -> None:
        if self._heard_ms < 0:
            self._heard_ms = now_ms
        self._fill_window()
        # An answer takes the acknowledgement of its request along: nothing would be won by waiting.
        speaks = bool(self._window) and self._window[-1].sent_ms < 0
        if self._acknowledge_ms >= 0 and (speaks or self._acknowledge_ms <= now_ms):
            self._acknowledge_ms = -1
            self._unacknowledged = 0
            self._out.append(self._acknowledgement())
        if not self._window:
            return
        oldest_ms = self._window[0].first_sent_ms
        if oldest_ms >= 0 and now_ms - max(self._heard_ms, oldest_ms) > _LOST_MS:
            self._lose()
            return
        for sent in self._window:
            self._transmit(sent, now_ms)

    def _fill_window(self) -> None:
        while self._queue and len(self._window) < self._window_frames:
            first = self._window[0].sequence if self._window else self._next_sequence
            if (self._next_sequence - first) % _SEQUENCES >= self._window_frames:
                break
            self._window.append(_Sent(self._next_sequence, self._next_payload()))
            self._next_sequence = (self._next_sequence + 1) % _SEQUENCES

    def _next_payload(self) -> bytes:
        """Take whole pieces from the queue while they fit into one frame; only a longer one is cut."""
        most = self._peer_payload_bytes
        payload = self._queue.pop(0)
        if len(payload) > most:
            self._queue[:0] = [payload[at : at + most] for at in range(most, len(payload), most)]
            return payload[:most]
        while self._queue and len(payload) + len(self._queue[0]) <= most:
            payload += self._queue.pop(0)
        return payload

    def _transmit(self, sent: _Sent, now_ms: int) -> None:
        if sent.sent_ms >= 0:
            # On a slow pipe a window takes longer than a retry: while frames arrive, none is overdue.
            overdue = now_ms - max(sent.sent_ms, self._progress_ms) >= self._retry_ms
            if not overdue and not sent.lost:
                return
            self.retransmitted += 1
            if overdue:
                self._retry_ms = min(self._retry_ms * 2, _MAX_RETRY_MS)
        else:
            sent.first_sent_ms = now_ms
        sent.sent_ms = now_ms
        sent.lost = False
        sent.turn = self._turns
        self._turns += 1
        self._out.append((frame.DATA, sent.sequence, sent.payload))

    def _acknowledgement(self) -> "tuple[int, int, bytes]":
        bits = 0
        for ahead in range(1, WINDOW_FRAMES):
            if (self._expected + ahead) % _SEQUENCES in self._early:
                bits |= 1 << (ahead - 1)
        payload = bytes((bits,)) if bits else b""
        return frame.ACKNOWLEDGE, self._expected, payload
