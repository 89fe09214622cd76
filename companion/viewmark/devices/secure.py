"""TLS 1.2 over the frames' reliable stream, the laptop as client: no word passes before both sides are proved."""

import ssl

from viewmark.errors import NotPairedError
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.frames.link import Link

_READ_BYTES = 16384
_PIECE_BYTES = 2900  # a record leaves in one frame, and the handheld holds it whole before it can read it
_CLEAR_FAILURE = "The handheld does not know this laptop, or is another one than it says. Pair them: `viewmark pair`."

_WRONG_TIME = "By this laptop's clock the handheld's certificate is not valid. Set the clock, or pair anew."
_NOT_IN_TIME = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


class SecureStream:
    """A Link's calls with TLS between. NotPairedError from `feed` where either side does not trust the other."""

    def __init__(self, link: Link, context: ssl.SSLContext, pinned: list[bytes]) -> None:
        self._link = link
        self._pinned = pinned
        self._arrived, self._leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._arrived, self._leaving)
        self._waiting = bytearray()  # what is said before the handshake has ended
        self._is_secure = False

    @property
    def peer_certificate(self) -> bytes | None:
        """The handheld's certificate (DER), None before it has proved that it has the key."""
        return self._tls.getpeercert(True) if self._is_secure else None

    @property
    def is_open(self) -> bool:
        """Whether the handshake has ended and the stream runs."""
        return self._is_secure and self._link.is_open

    @property
    def connections(self) -> int:
        """As the link counts them."""
        return self._link.connections

    @property
    def unsent_bytes(self) -> int:
        """Bytes that the handheld has not acknowledged."""
        return self._link.unsent_bytes + len(self._waiting)

    def send(self, data: bytes | bytearray) -> None:
        """Queue bytes; they leave once the handshake has ended."""
        self._waiting.extend(data)
        if self._is_secure:
            self._write()

    def feed(self, data: bytes, now_ms: int) -> bytes:
        """Take bytes from the pipe, return what the handheld says."""
        self._arrived.write(self._link.feed(data, now_ms))
        try:
            if not self._is_secure:
                self._shake_hands()
            return self._read() if self._is_secure else b""
        except ssl.SSLCertVerificationError as error:
            if error.verify_code in _NOT_IN_TIME:
                raise NotPairedError(f"{_WRONG_TIME} ({error.verify_message})") from error
            raise NotPairedError(f"{_CLEAR_FAILURE} ({error.verify_message})") from error
        except ssl.SSLError as error:
            if self._is_secure:
                raise LinkLostError("What came over the line was changed on its way. It is tried again.") from error
            raise NotPairedError(f"{_CLEAR_FAILURE} ({error.reason or error})") from error

    def poll(self, now_ms: int) -> bytes:
        """Return the bytes to write to the pipe now; the first are the beginning of the handshake."""
        if not self._is_secure:
            self._shake_hands()
        return self._link.poll(now_ms)

    def next_frame(self, now_ms: int) -> bytes | memoryview:
        """Return one frame to write now, which stands until the next call, or nothing."""
        if not self._is_secure:
            self._shake_hands()
        return self._link.next_frame(now_ms)

    def _shake_hands(self) -> None:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._flush()
        else:
            # Trusted is the pinned certificate itself, not what its holder may have signed.
            if self._tls.getpeercert(True) not in self._pinned:
                raise NotPairedError(_CLEAR_FAILURE)
            self._is_secure = True
            self._write()

    def _write(self) -> None:
        for at in range(0, len(self._waiting), _PIECE_BYTES):
            self._tls.write(self._waiting[at : at + _PIECE_BYTES])
            self._flush()
        self._waiting.clear()
        self._flush()

    def _read(self) -> bytes:
        said = bytearray()
        try:
            while self._arrived.pending or self._tls.pending():
                part = self._tls.read(_READ_BYTES)
                said += part
                if not part and not said:  # what comes behind the end nobody would ever read
                    raise LinkLostError("The handheld has ended the session. It is tried again.")
                if not part:
                    break
        except ssl.SSLWantReadError:  # the rest of a record has not come yet
            pass
        return bytes(said)

    def _flush(self) -> None:
        if leaving := self._leaving.read():
            self._link.send(leaving)
