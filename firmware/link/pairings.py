"""The handheld's identity on the link, and the laptops that it is paired with: in one box under the chip's key.

Not under the store key: a locked handheld must still bring up what it recorded.
"""

import hashlib

import tls

from checks import settings
from loading import give_back
from ports import StorageError
from viewmark_protocol.cbor import decode, encode
from viewmark_protocol.errors import CborError, SealError
from viewmark_protocol.lists.key_box import POINT_BYTES, open_list_key
from viewmark_protocol.sealing.box import close_box, open_box
from viewmark_protocol.sealing.hmac import hmac_sha256

MOST_LAPTOPS = 4
_NAME = "pairings"
_PURPOSE = b"viewmark pairings"
_COMMON_NAME = "v"  # the same for all, and short: on the air a certificate goes in clear, and need not tell more
_IV_BYTES = 16
_SECRET_BYTES = 32
_TAG_KEY_BYTES = 16
_PRIVATE_FROM = 7  # in the key as `keys.identity` writes it


class Pairings:
    """`laptops` is a list of `(name, certificate)`, the oldest first. `changed` is called when there are others."""

    def __init__(self, ports, changed) -> None:
        self._changed = changed
        self._random = ports.random
        self._vault = ports.vault
        self._context = None
        self.verified = b""  # the certificate that the last handshake has verified
        self._load()

    def certificate(self) -> bytes:
        """Return the handheld's certificate; its key is made the first time. StorageError when there is no room."""
        if not self._certificate:
            from keys.identity import make_identity  # once in a handheld's life

            self._private_key, self._certificate = make_identity(self._random, _COMMON_NAME)
            give_back("keys.identity", "keys.p256")
            self._secret = self._random(_SECRET_BYTES)
            self._store()
        return self._certificate

    def add(self, name: str, certificate: bytes) -> None:
        """Trust a laptop from now on, durably. StorageError when there is no room, for it or for one more laptop."""
        self._keep(self.check_room(certificate) + [(name, certificate)])

    def check_room(self, certificate: bytes) -> list:
        """Return the other laptops; StorageError where there is no place beside them."""
        others = [one for one in self.laptops if one[1] != certificate]
        if len(others) >= MOST_LAPTOPS:
            text = "This handheld is paired with %d laptops. Unpair one that is lost or not used, then try again."
            raise StorageError(text % MOST_LAPTOPS)
        return others

    def remove(self, certificate: bytes) -> None:
        """Trust a laptop no more, durably; StorageError when that cannot be stored."""
        self._keep([one for one in self.laptops if one[1] != certificate])

    def has(self, certificate: bytes) -> bool:
        """Return whether this laptop is trusted now."""
        return bool(certificate) and certificate in [one[1] for one in self.laptops]

    def context(self):
        """Return the context for every session, None where no laptop is paired."""
        if self._context is None:
            pinned = [certificate for _, certificate in self.laptops if _is_one(certificate)]
            if not pinned:
                return None
            from link.contexts import server_context

            self._context = server_context(self._private_key, self._certificate, pinned, self._verified)
        return self._context

    def open_list_key(self, box: bytes) -> bytes:
        """Return the list key that the register has put into a box for this handheld; SealError where it has not."""
        from keys.p256 import BLINDING_BYTES, secret_with

        public = b"\4" + self._private_key[-64:]  # it stands last
        private = int.from_bytes(self._private_key[_PRIVATE_FROM : _PRIVATE_FROM + 32], "big")
        try:
            secret = secret_with(private, box[:POINT_BYTES], self._random(BLINDING_BYTES))
        except ValueError:
            raise SealError("This is no box of a list key.") from None
        finally:
            give_back("keys.p256")
        return open_list_key(box, public, secret)

    def tag_key(self, certificate: bytes) -> bytes:
        """Return the key of the tags by which this laptop, and no other, knows the handheld on the air."""
        return hmac_sha256(self._secret, b"viewmark tag" + hashlib.sha256(certificate).digest())[:_TAG_KEY_BYTES]

    def tag_keys(self) -> list:
        """Return the keys of the tags for all laptops."""
        return [self.tag_key(certificate) for _, certificate in self.laptops]

    def _verified(self, certificate, depth: int) -> int:
        """Note whom Mbed TLS has verified; called for each certificate of the peer's chain, its own at depth 0."""
        if depth == 0:
            self.verified = bytes(certificate)
        return 0

    def _keep(self, laptops) -> None:
        before, self.laptops = self.laptops, laptops
        try:
            self._store()
        except StorageError:
            self.laptops = before
            raise
        self._context = None
        self._changed()

    def _load(self) -> None:
        self._private_key = self._certificate = self._secret = b""
        self.laptops = []
        try:
            box = settings.load(_NAME, None)
            if box is not None:
                self._private_key, self._certificate, self._secret, laptops = decode(open_box(self._key(), box))
                self.laptops = [(name, certificate) for name, certificate in laptops]
        except (CborError, SealError, StorageError, TypeError, ValueError):
            pass  # damaged or of another chip: it is paired anew

    def _store(self) -> None:
        laptops = [[name, certificate] for name, certificate in self.laptops]
        content = encode([self._private_key, self._certificate, self._secret, laptops])
        settings.store(_NAME, close_box(self._key(), self._random(_IV_BYTES), content))

    def _key(self) -> bytes:
        return self._vault.hmac(_PURPOSE)


def _is_one(certificate: bytes) -> bool:
    """Return whether a certificate can be pinned: one that is none must not keep out those that are."""
    try:
        tls.SSLContext(tls.PROTOCOL_TLS_SERVER).load_verify_locations(certificate)
    except ValueError:
        return False
    return True
