"""Pairing with a laptop over the cable: two commitments, two nonces, six digits, and an officer who compares them."""

from ports import StorageError
from viewmark_protocol.errors import PairingError
from viewmark_protocol.messages.hello import Failed
from viewmark_protocol.messages.pairing import PairAgree, PairOffer, PairRequest, PairReveal, PairState
from viewmark_protocol.pairing import HANDHELD, LAPTOP, MOST_CERTIFICATE_BYTES, NONCE_BYTES, check_nonce, commitment
from viewmark_protocol.pairing import digits as digits_of

_PATIENCE_MS = 120000
_WAITING, _CONFIRMED, _PAIRED, _REFUSED = "waiting", "confirmed", "paired", "refused"


class Pairing:
    """One attempt at a time. `digits` is what the screen must show, empty while there is nothing to compare."""

    def __init__(self, ports, pairings, changed) -> None:
        self._ports = ports
        self._pairings = pairings
        self._changed = changed
        self._state = _REFUSED
        self._request = None
        self._committed = self._nonce = b""
        self._began_ms = 0
        self.digits = ""

    @property
    def is_asking(self) -> bool:
        """Whether an officer should compare the digits now."""
        return bool(self.digits) and self._state == _WAITING

    @property
    def is_paired(self) -> bool:
        """Whether the last attempt has paired them."""
        return self._state == _PAIRED

    @property
    def laptop_name(self) -> str:
        """What the laptop calls itself."""
        return self._request.name if self._request else ""

    def decide(self, are_equal: bool) -> None:
        """Take the officer's word; the laptop is trusted once its own person has found the digits equal too."""
        if self._state == _WAITING:
            self._state = _CONFIRMED if are_equal else _REFUSED
            if not are_equal:
                self._end(_REFUSED)

    def answer(self, message):
        """Return the answer to a message of pairing; StorageError, PairingError."""
        if isinstance(message, PairRequest):
            return self._begin(message)
        if isinstance(message, PairReveal):
            return self._reveal(message.nonce)
        if isinstance(message, PairAgree):
            return self._agree(message.agreed)
        return Failed(failure="refused", text="The handheld answers requests, it does not take answers.")

    def stop(self) -> None:
        """End an attempt whose laptop is gone, or that somebody does not want any more."""
        if self._state in (_WAITING, _CONFIRMED):
            self._end(_REFUSED)

    def expire(self) -> None:
        """End an attempt that nobody has ended in two minutes."""
        if self._ports.clock.ticks_ms() - self._began_ms > _PATIENCE_MS:
            self.stop()

    def _begin(self, request):
        self.stop()  # nobody can slip his digits under those that an officer looks at
        if not 0 < len(request.certificate) <= MOST_CERTIFICATE_BYTES:
            return Failed(failure="refused", text="The laptop's certificate cannot be one. Bring both to one version.")
        certificate = self._pairings.certificate()
        self._request = request
        self._nonce = self._ports.random(NONCE_BYTES)
        self._state, self._began_ms = _WAITING, self._ports.clock.ticks_ms()
        return PairOffer(
            device_id=self._ports.device_id,
            certificate=certificate,
            commitment=commitment(HANDHELD, certificate, self._nonce),
        )

    def _reveal(self, nonce: bytes):
        if self._state != _WAITING or self.digits or self._request is None:
            return _not_now()
        request, certificate = self._request, self._pairings.certificate()
        try:
            check_nonce(request.commitment, LAPTOP, request.certificate, nonce)
        except PairingError:
            self._end(_REFUSED)
            raise
        self.digits = digits_of(request.certificate, certificate, nonce, self._nonce)
        self._changed()
        return PairReveal(nonce=self._nonce)

    def _agree(self, agreed: bool):
        if self._state == _PAIRED:
            return PairState(state=_PAIRED)
        if not agreed or (not self.is_asking and self._state != _CONFIRMED):
            self.stop()
            return PairState(state=_REFUSED)
        if self._state == _CONFIRMED and self._request:
            try:
                self._pairings.add(self._request.name, self._request.certificate)
            except StorageError:
                self._end(_REFUSED)
                raise
            self._end(_PAIRED)
            return PairState(state=_PAIRED)
        return PairState(state=_WAITING)

    def _end(self, state: str) -> None:
        self._state = state
        self.digits = ""
        self._changed()


def _not_now():
    return Failed(failure="not-now", text="Pairing goes step by step. Begin it anew.")
