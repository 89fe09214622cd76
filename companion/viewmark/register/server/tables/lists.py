"""The published offline list: its keys, its issuer, whole editions and the changes on them."""

from sqlalchemy import BigInteger, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class ListKey(Base):
    """The secret of one key epoch, by which serials on the offline list are fingerprinted."""

    __tablename__ = "list_keys"
    epoch: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class ListIssuer(Base):
    """A key by which lists are signed; the newest signs. `endorsement` is the one before's signature over its root."""

    __tablename__ = "list_issuers"
    number: Mapped[int] = mapped_column(primary_key=True)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[bytes] = mapped_column(LargeBinary)  # secret
    endorsement: Mapped[bytes] = mapped_column(LargeBinary)


class ListChanges(Base):
    """Signed changes that turn edition `before` into `version`, on the whole list that began as version `base`."""

    __tablename__ = "list_changes"
    version: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[int]
    issued_s: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ListEdition(Base):
    """One published whole list. `state` says which reports it was built from."""

    __tablename__ = "list_editions"
    version: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    issued_s: Mapped[int] = mapped_column(BigInteger)
    expires_s: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
