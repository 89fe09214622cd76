"""The register as issuer of lists: its LMS key, whose state is stored with what it signed, and the next key in time."""

import os
import threading
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from viewmark_protocol.lists.signature import root_message

from ...lists.signing import TREE_HEIGHT, ListSigner
from .store import RegisterStore
from .tables.lists import ListIssuer

# 5 instead of 10 makes a key in a moment, for trials: 32 signatures, a month of daily lists.
HEIGHT_VARIABLE = "VIEWMARK_LIST_TREE_HEIGHT"


class Issuing:
    """Signs within a writing transaction: the state is committed together with the signature, or neither is."""

    # Loading a key takes as long as making it: seconds. One per root, for every store of this process.
    _loaded: ClassVar[dict[bytes, ListSigner]] = {}
    _lock = threading.Lock()

    def __init__(self, session: Session) -> None:
        self._session = session
        # Held until the commit: two transactions must not sign with one part of the key.
        row = newest_issuer(session, for_signing=True)
        assert row is not None, "ensure_issuer comes first"
        self._row = row
        self._signer = self._signer_of(row)

    @property
    def signature_bytes(self) -> int:
        """The length of the next signature."""
        self._keep_one()
        return self._signer.signature_bytes

    def sign(self, message: bytes) -> bytes:
        """Return an HSS signature; the last one of a key endorses the next."""
        self._keep_one()
        return self._signer.sign(message)

    def _keep_one(self) -> None:
        if self._signer.remaining == 1:
            self._follow()

    def _follow(self) -> None:
        following = ListSigner.generate(lambda _: None, tree_height())
        endorsement = self._signer.sign(root_message(following.root))
        row = ListIssuer(
            number=self._row.number + 1, root=following.root, state=following.state, endorsement=endorsement
        )
        self._session.add(row)
        self._session.flush()
        self._loaded[following.root] = following
        self._row, self._signer = row, self._signer_of(row)

    def _signer_of(self, row: ListIssuer) -> ListSigner:
        with self._lock:
            signer = self._loaded.get(row.root)
            if signer is None:
                signer = self._loaded[row.root] = ListSigner.load(row.state, lambda _: None)

        def save(state: bytes) -> None:
            row.state = state

        signer.use_from(row.state, save)
        return signer


def tree_height() -> int:
    """Return the height of a new key's tree."""
    return int(os.environ.get(HEIGHT_VARIABLE, TREE_HEIGHT))


def newest_issuer(session: Session, for_signing: bool = False) -> ListIssuer | None:
    """Return the key that signs now; for signing its row is locked, where the database has row locks."""
    wanted = select(ListIssuer).order_by(ListIssuer.number.desc()).limit(1)
    return session.scalar(wanted.with_for_update() if for_signing else wanted)


def ensure_issuer(store: RegisterStore, height: int | None = None) -> ListIssuer:
    """Return the key that signs now, after making the first one, of that height, where there is none."""
    with store.database.reading() as session:
        issuer = newest_issuer(session)
    if issuer is None:
        signer = ListSigner.generate(lambda _: None, height or tree_height())  # seconds: outside of any transaction
        with store.database.writing() as session:
            issuer = newest_issuer(session)
            if issuer is None:
                issuer = ListIssuer(number=1, root=signer.root, state=signer.state, endorsement=b"")
                session.add(issuer)
            session.flush()
            session.expunge(issuer)
    return issuer


def skip_an_eighth(issuer: ListIssuer) -> None:
    """Leave an eighth of a key's signatures unused: a copy of the register must sign with no part used meanwhile.

    A key that has fewer left is used up in the copy: handhelds then take its lists only by a root set anew.
    """
    height = 5 * (int.from_bytes(issuer.root[4:8], "big") - 4)  # LMS typecodes 5, 6, 7, ... (RFC 8554 section 5.1)
    used = int.from_bytes(issuer.state[-4:], "big")
    after = min(1 << height, used + (1 << height - 3))
    issuer.state = issuer.state[:-4] + after.to_bytes(4, "big")
