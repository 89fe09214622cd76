"""The handhelds that laptops have brought to the register: it closes the list key for each, and for no other."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ...devices.identity import fingerprint
from ...lists.key_box import close_for
from ..errors import SetupError
from .listing import list_key
from .problems import Problem
from .store import RegisterStore
from .tables.escrow import Handheld


def list_key_box(store: RegisterStore, device_id: str, certificate: bytes, who: str) -> bytes:
    """Return the present list key in a box for a handheld, which is noted when it comes for the first time.

    ListError where the certificate cannot be a handheld's, a Problem where the keeper has refused it.
    """
    box = close_for(list_key(store), certificate)
    known = _known(store, certificate)
    if known is None:
        row = Handheld(
            certificate_sha256=fingerprint(certificate).hex(),
            device_id=device_id,
            certificate=certificate,
            brought_by=who,
            brought_s=store.now_s(),
        )
        try:
            with store.database.writing() as session:
                session.add(row)
        except IntegrityError:
            known = _known(store, certificate)  # another laptop brought it in this moment
    if known is not None and known.refused_s is not None:
        detail = "The register's keeper has refused this handheld: it gets no list key. Bring it to the focal point."
        raise Problem(409, "handheld-refused", detail)
    return box


def handhelds(store: RegisterStore) -> Sequence[Handheld]:
    """Return every handheld that was brought, the first one first."""
    with store.database.reading() as session:
        return session.scalars(select(Handheld).order_by(Handheld.brought_s, Handheld.device_id)).all()


def refuse(store: RegisterStore, device_id: str, is_refused: bool = True) -> int:
    """Give a handheld no list key any more, or again; return how many certificates it has. SetupError for none."""
    with store.database.writing() as session:
        found = session.scalars(select(Handheld).where(Handheld.device_id == device_id)).all()
        for one in found:
            one.refused_s = store.now_s() if is_refused else None
    if not found:
        raise SetupError(f"No handheld {device_id} was ever brought here. `viewmark register handhelds` lists them.")
    return len(found)


def _known(store: RegisterStore, certificate: bytes) -> Handheld | None:
    with store.database.reading() as session:
        return session.get(Handheld, fingerprint(certificate).hex())
