"""Pairing with a laptop over the cable: two commitments, two nonces, six digits, and an officer who compares them."""

from ports import StorageError
from viewmark_protocol.errors import PairingError
from viewmark_protocol.messages.hello import Failed
from viewmark_protocol.messages.pairing import PairAgree, PairOffer, PairRequest, PairReveal, PairState
from viewmark_protocol.pairing import HANDHELD, LAPTOP, MOST_CERTIFICATE_BYTES, NONCE_BYTES, check_nonce, commitment
from viewmark_protocol.pairing import digits as digits_of

_PATIENCE_MS = 120000
_LEAST_WAIT_MS, _MOST_WAIT_MS = 2000, 60000  # after attempts that no officer has answered
_NAME_CHARACTERS = 24  # what a screen has room for beside the digits
_WAITING, _CONFIRMED, _PAIRED, _REFUSED = "waiting", "confirmed", "paired", "refused"


class Pairing:
    """One attempt at a time. `digits` is what the screen must show, empty while there is nothing to compare."""

    def __init__(self, ports, pairings, changed) -> None:
        self._ports = ports
        self._pairings = pairings
        self._changed = changed
        self._state = _REFUSED
        self._request = None
        self._nonce = b""
        self._began_ms = 0
        self._connection = 0  # on which the attempt is made
        self._broken_off = False  # an attempt since an officer has answered one
        self._wait_ms = 0
        self._next_ms = 0  # when the next attempt may begin
        self.laptop_name = ""
        self.digits = ""

    @property
    def is_asking(self) -> bool:
        """Whether an officer should compare the digits now."""
        return bool(self.digits) and self._state == _WAITING

    @property
    def is_paired(self) -> bool:
        """Whether the last attempt has paired them."""
        return self._state == _PAIRED

    def decide(self, are_equal: bool) -> None:
        """Take the officer's word; the laptop is trusted once its own person has found the digits equal too."""
        if self._state == _WAITING:
            self._wait_ms, self._broken_off = 0, False
            self._state = _CONFIRMED
            if not are_equal:
                self._end(_REFUSED)

    def answer(self, message, connection: int):
        """Return the answer to a message of pairing on the link's n-th connection, None to one that asks nothing.

        StorageError, PairingError.
        """
        if isinstance(message, PairRequest):
            return self._begin(message, connection)
        if connection != self._connection:
            self.stop()  # whoever goes on with an attempt is not the one who began it
            return _not_now()
        if isinstance(message, PairReveal):
            return self._reveal(message.nonce)
        if isinstance(message, PairAgree):
            return self._agree(message.agreed)
        return None

    def stop(self) -> None:
        """End an attempt whose laptop is gone, or that somebody does not want any more."""
        if self._state == _WAITING and self.digits:
            # Whoever stands between could try until his digits fit: each try that nobody saw makes the next one wait.
            # The first may well have been a person who stopped it to begin anew.
            if self._broken_off:
                self._wait_ms = min(_MOST_WAIT_MS, max(_LEAST_WAIT_MS, 2 * self._wait_ms))
                self._next_ms = self._ports.clock.ticks_ms() + self._wait_ms
            self._broken_off = True
        if self._state in (_WAITING, _CONFIRMED):
            self._end(_REFUSED)

    def expire(self) -> None:
        """End an attempt that nobody has ended in two minutes."""
        if self._ports.clock.ticks_ms() - self._began_ms > _PATIENCE_MS:
            self.stop()

    def _begin(self, request, connection: int):
        self.stop()  # nobody can slip his digits under those that an officer looks at
        if self._wait_ms and self._ports.clock.ticks_ms() < self._next_ms:
            return Failed(failure="not-now", text="Pairing was broken off just now. Wait a minute, then pair again.")
        if not 0 < len(request.certificate) <= MOST_CERTIFICATE_BYTES:
            return Failed(failure="refused", text="The laptop's certificate cannot be one. Bring both to one version.")
        self._pairings.check_room(request.certificate)
        certificate = self._pairings.certificate()
        self._request, self._connection = request, connection
        self.laptop_name = _shown(request.name)
        self._nonce = self._ports.random(NONCE_BYTES)
        self._state, self._began_ms = _WAITING, self._ports.clock.ticks_ms()
        return PairOffer(
            device_id=self._ports.device_id,
            certificate=certificate,
            commitment=commitment(HANDHELD, self._ports.device_id, certificate, self._nonce),
        )

    def _reveal(self, nonce: bytes):
        if self._state != _WAITING or self.digits or self._request is None:
            return _not_now()
        request, certificate = self._request, self._pairings.certificate()
        try:
            check_nonce(request.commitment, LAPTOP, request.name, request.certificate, nonce)
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
                self._pairings.add(self.laptop_name, self._request.certificate)
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


def _shown(name: str) -> str:
    """Return a laptop's name without what could steer a screen or push the digits out of it."""
    shown = ""
    for character in name[:_NAME_CHARACTERS]:
        shown += character if 32 <= ord(character) < 0x250 and ord(character) != 127 else "?"
    return shown
