"""The register's tables. Keys are computed by the protocol, so that both sides agree on what is equal."""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REGISTERED = "registered"

# SQLite counts rows up by itself only in a column of type INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Root of the tables."""


class Firearm(Base):
    """One weapon on record. `serial` is as reported; `exact` and `skeleton` are its keys; `maker_key` is exact too."""

    __tablename__ = "firearms"
    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    register_id: Mapped[str] = mapped_column(String(32), unique=True)
    serial: Mapped[str] = mapped_column(Text)
    exact: Mapped[str] = mapped_column(Text, index=True)
    skeleton: Mapped[str] = mapped_column(Text, index=True)
    maker: Mapped[str | None] = mapped_column(Text)
    maker_key: Mapped[str] = mapped_column(Text)
    maker_code: Mapped[int]
    model: Mapped[str | None] = mapped_column(Text)
    calibre: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(32), default=REGISTERED)


class Report(Base):
    """A weapon reported; while `closed_s` is null it is open and the weapon is listed. `kind` is a list category."""

    __tablename__ = "reports"
    __table_args__ = (Index("reports_of_firearm", "firearm_id", "closed_s"),)
    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    firearm_id: Mapped[int] = mapped_column(ForeignKey("firearms.id"))
    kind: Mapped[str] = mapped_column(String(32))
    reported_s: Mapped[int] = mapped_column(BigInteger)
    authority: Mapped[str] = mapped_column(Text)
    closed_s: Mapped[int | None] = mapped_column(BigInteger)


class CheckRow(Base):
    """A check as the handheld recorded it: bytes never changed, found by device, log and sequence."""

    __tablename__ = "checks"
    __table_args__ = (UniqueConstraint("device_id", "log_id", "sequence"),)
    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text)
    log_id: Mapped[str] = mapped_column(String(16))  # hexadecimal
    sequence: Mapped[int] = mapped_column(BigInteger)
    record: Mapped[bytes] = mapped_column(LargeBinary)
    record_sha256: Mapped[str] = mapped_column(String(64))
    received_s: Mapped[int] = mapped_column(BigInteger)


class Photo(Base):
    """A photo that is completely in the folder, named by the SHA-256 of its bytes."""

    __tablename__ = "photos"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size_bytes: Mapped[int]
    received_s: Mapped[int] = mapped_column(BigInteger)


class Escrow(Base):
    """A log's first key in a box that only the focal point opens; only ever added, differing ones beside each other."""

    __tablename__ = "escrow"
    __table_args__ = (UniqueConstraint("device_id", "log_id", "box_sha256"),)
    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text)
    log_id: Mapped[str] = mapped_column(String(16))  # hexadecimal
    box: Mapped[bytes] = mapped_column(LargeBinary)
    box_sha256: Mapped[str] = mapped_column(String(64))
    received_s: Mapped[int] = mapped_column(BigInteger)


class FocalPoint(Base):
    """The focal point's public key as the keeper set it; the newest row counts, earlier ones stay."""

    __tablename__ = "focal_points"
    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    set_s: Mapped[int] = mapped_column(BigInteger)


class AuditLine(Base):
    """One query: who asked what, when, by which power, and what was answered. Only ever added."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    asked_s: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(Text)
    post: Mapped[str] = mapped_column(Text)
    legal_ground: Mapped[str] = mapped_column(Text)
    check_id: Mapped[str | None] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)  # JSON: serial, its key, and what else was given
    answer: Mapped[str] = mapped_column(String(16))  # hit, near, none, refused or failed
    candidates: Mapped[int]


class ListKey(Base):
    """The secret of one key epoch, by which serials on the offline list are fingerprinted."""

    __tablename__ = "list_keys"
    epoch: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class Handheld(Base):
    """A handheld, by its certificate, that a laptop brought; while `refused_s` is null it gets the list key."""

    __tablename__ = "handhelds"
    certificate_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    device_id: Mapped[str] = mapped_column(Text)
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    brought_by: Mapped[str] = mapped_column(Text)
    brought_s: Mapped[int] = mapped_column(BigInteger)
    refused_s: Mapped[int | None] = mapped_column(BigInteger)


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
