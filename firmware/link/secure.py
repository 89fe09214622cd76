"""TLS 1.2 over the frames' reliable stream, the handheld as server: only a paired laptop gets a word through.

A stream that begins like a message instead of a TLS record is let through as it is: pairing is spoken in clear.
"""

import gc
import io

from ports import StorageError
from viewmark_protocol.compat import const

_TLS_HANDSHAKE = const(22)
_READ_BYTES = const(1024)
# What a laptop hears from a handheld without any pairing: a fatal alert, unknown certificate authority (RFC 5246).
_UNKNOWN_AUTHORITY = b"\x15\x03\x03\x00\x02\x02\x30"
_POLL = const(3)
_READABLE, _WRITABLE = const(1), const(4)
_HANDSHAKE_MS = const(15000)  # a laptop gives up sooner
_SILENT_MS = const(120000)  # one that talks to a slow register may say nothing for a while

CLEAR, SECURE, ENDED = "clear", "secure", "ended"


class _Wire(io.IOBase):
    """What Mbed TLS reads and writes: records from the link, and records to it."""

    def __init__(self, link) -> None:
        self._link = link
        self._pieces = []
        self._at = 0  # how much of the first piece was read

    def arrived(self, piece: bytes) -> None:
        """Take what came."""
        if piece:
            self._pieces.append(piece)

    def readinto(self, buffer):
        """Fill `buffer` with what came; None when that is nothing."""
        if not self._pieces:
            return None
        piece = self._pieces[0]
        count = min(len(buffer), len(piece) - self._at)
        buffer[:count] = memoryview(piece)[self._at : self._at + count]
        self._at += count
        if self._at == len(piece):
            self._pieces.pop(0)
            self._at = 0
        return count

    def write(self, data) -> int:
        """Queue a record, or a part of one; the link puts those that are queued at once into one frame."""
        self._link.send(data)
        return len(data)

    def ioctl(self, request: int, argument: int) -> int:
        """Say whether it can be read and written."""
        if request == _POLL:
            return (_READABLE if self._pieces else 0) & argument | _WRITABLE & argument
        return 0


class SecureStream:
    """Has a Link's calls. `kind` is empty until the first byte came, then `clear`, `secure`, or `ended` by a refusal.

    `laptop` is the certificate of who is at the other end, once its handshake is through.
    """

    def __init__(self, link, pairings) -> None:
        self._link = link
        self._pairings = pairings
        self._connection = link.connections
        self._buffer = bytearray(_READ_BYTES)
        self._socket = self._wire = None
        self._begun_ms = 0
        self._forget()

    @property
    def is_open(self) -> bool:
        return self._link.is_open and self.kind != ENDED

    @property
    def connections(self) -> int:
        return self._link.connections

    @property
    def payload_bytes(self) -> int:
        return self._link.payload_bytes

    @property
    def unsent_bytes(self) -> int:
        return self._link.unsent_bytes

    def silent_ms(self, now_ms: int) -> int:
        return self._link.silent_ms(now_ms)

    def send(self, data) -> None:
        """Queue bytes for the laptop; what is sent before anything came, or after the end, goes nowhere."""
        if self.kind == CLEAR:
            self._link.send(data)
        elif self.kind == SECURE and self._socket:
            view = memoryview(data)
            try:
                while view:
                    view = view[self._socket.write(view) or 0 :]
            except OSError:
                self.end()

    def feed(self, data, now_ms: int) -> bytes:
        """Take bytes from the pipe, return what a laptop says; nothing from one that cannot prove who it is."""
        arrived = self._link.feed(data, now_ms)
        if self._link.connections != self._connection:
            self._connection = self._link.connections
            self._forget()
        if arrived and not self.kind:
            self._begin(arrived[0], now_ms)
        if self.kind == CLEAR:
            return arrived
        if self.kind != SECURE or not self._wire:
            return b""
        self._wire.arrived(arrived)
        return self._read()

    def poll(self, now_ms: int) -> bytes:
        """Return all bytes to write to the pipe now."""
        return self._link.poll(now_ms)

    def next_frame(self, now_ms: int):
        """Return one frame to write to the pipe now, or nothing."""
        if self._socket and self._has_gone(now_ms):
            self._link.drop()
        out = self._link.next_frame(now_ms)
        if self._socket and not self._link.is_open:
            self._forget()  # the laptop is gone: its session holds some 30 KB outside of this heap
        return out

    def end(self) -> None:
        """End the session: nothing of it is heard or sent any more."""
        self._forget()
        self.kind = ENDED

    def _has_gone(self, now_ms: int) -> bool:
        """Return whether a laptop that still stands on the link has not proved who it is, or has fallen silent."""
        if not self.laptop:
            return now_ms - self._begun_ms > _HANDSHAKE_MS
        return self._link.silent_ms(now_ms) > _SILENT_MS

    def _begin(self, first: int, now_ms: int) -> None:
        if first != _TLS_HANDSHAKE:
            self.kind = CLEAR
            return
        try:
            context = self._pairings.context()
        except (OSError, ValueError, StorageError):
            context = None
        if context is None:
            self._link.send(_UNKNOWN_AUTHORITY)
            self.kind = ENDED
            return
        self._begun_ms = now_ms
        self._wire = _Wire(self._link)
        try:
            self._socket = context.wrap_socket(self._wire, server_side=True, do_handshake_on_connect=False)
        except OSError:
            raise MemoryError("TLS")  # what it takes it takes at once, outside of this heap
        self.kind = SECURE

    def _read(self) -> bytes:
        """Return what can be opened; the handshake, too, goes on by reading."""
        said = bytearray()
        self._pairings.verified = b""
        try:
            while self._socket:
                count = self._socket.readinto(self._buffer)
                if not count:
                    if count == 0:
                        self.end()
                    break
                said.extend(memoryview(self._buffer)[:count])
        except (OSError, ValueError):  # a certificate that is not pinned is a ValueError
            self.end()  # an alert that says why is queued already
            return b""
        self._claimed = self._pairings.verified or self._claimed
        if said:  # only behind the handshake, which proves that the certificate is its own
            self.laptop = self._claimed
        return bytes(said)

    def _forget(self) -> None:
        self.kind = ""
        self.laptop = self._claimed = b""
        if self._socket:
            self._socket.close()
            self._socket = self._wire = None
            gc.collect()  # Mbed TLS' memory comes back by it
