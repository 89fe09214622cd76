"""Answers the laptop's messages about keys: the first key goes up once, and an administrator resets the PIN."""

import hashlib

from checks.store import Store
from keys import secrets
from ports import StorageError
from viewmark_protocol.messages.hello import Done, Failed
from viewmark_protocol.messages.keys import (
    Challenge,
    FirstKey,
    ForgetFirstKey,
    KeepFirstKey,
    PullChallenge,
    PullFirstKey,
    ResetPin,
    SetAdministrator,
)
from viewmark_protocol.sealing.hmac import is_equal

_CHALLENGE_BYTES = 16
_DIGEST_BYTES = 32


class KeyServer:
    """Answers for one store; `changed` is called when a screen may show something else."""

    def __init__(self, ports, store: Store, changed) -> None:
        self._random = ports.random
        self._store = store
        self._changed = changed
        self._challenge = b""

    def answer(self, message):
        """Return the answer to a message of `messages/keys.py`, None to one that asks nothing.

        StorageError, LockedError.
        """
        if isinstance(message, PullChallenge):
            self._challenge = self._random(_CHALLENGE_BYTES)
            return Challenge(challenge=self._challenge)
        if isinstance(message, ResetPin):
            return self._reset(message.public_key, message.signature)
        secrets.store_key()  # what follows is for an unlocked handheld only
        if isinstance(message, PullFirstKey):
            return self._first_key(message.log_id)
        if isinstance(message, (KeepFirstKey, ForgetFirstKey)):
            if message.log_id != self._store.ring.log_id:
                return _unknown_log()
            if isinstance(message, KeepFirstKey):
                self._store.note_first_key_kept()
            else:
                self._store.log.forget_first_key()
            return Done()
        if isinstance(message, SetAdministrator):
            return self._set_administrator(message.digest)
        return None

    def _first_key(self, log_id: bytes):
        if log_id != self._store.ring.log_id:
            return _unknown_log()
        try:
            return FirstKey(log_id=log_id, key=self._store.log.first_key())
        except StorageError as error:
            return Failed(failure="no-key", text=str(error))

    def _set_administrator(self, digest: bytes):
        lock = self._store.lock
        if len(digest) != _DIGEST_BYTES:
            return Failed(failure="refused", text="An administrator is named by the SHA-256 of a public key.")
        if lock.has_administrator and lock.administrator != digest:
            return Failed(failure="refused", text="This handheld has another administrator already.")
        if not lock.has_administrator:
            lock.set_administrator(digest)
        return Done()

    def _reset(self, public_key: bytes, signature: bytes):
        challenge, self._challenge = self._challenge, b""  # for one try only
        lock = self._store.lock
        if not challenge or not lock.has_administrator:
            return Failed(failure="not-now", text="Ask for a challenge first; without an administrator there is none.")
        if not is_equal(hashlib.sha256(public_key).digest(), lock.administrator):
            return Failed(failure="refused", text="This is not the key of this handheld's administrator.")
        from viewmark_protocol.lms import verify
        from viewmark_protocol.pin_reset import reset_message

        if not verify(public_key, reset_message(challenge), signature):
            return Failed(failure="refused", text="The signature is not for this challenge. Sign the newest one.")
        self._store.begin_anew()
        self._changed()
        return Done()


def _unknown_log() -> Failed:
    return Failed(failure="unknown-log", text="This handheld writes another log now.")
