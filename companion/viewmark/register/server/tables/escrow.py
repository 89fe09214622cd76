"""Keys of handhelds' logs in boxes, the focal point that opens them, and the handhelds themselves."""

from sqlalchemy import BigInteger, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class Escrow(Base):
    """A log's first key in a box that only the focal point opens; only ever added, differing ones beside each other."""

    __tablename__ = "escrow"
    __table_args__ = (UniqueConstraint("device_id", "log_id", "box_sha256"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text)
    log_id: Mapped[str] = mapped_column(String(16))  # hexadecimal
    box: Mapped[bytes] = mapped_column(LargeBinary)
    box_sha256: Mapped[str] = mapped_column(String(64))
    received_s: Mapped[int] = mapped_column(BigInteger)


class FocalPoint(Base):
    """The focal point's public key as the keeper set it; the newest row counts, earlier ones stay."""

    __tablename__ = "focal_points"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    set_s: Mapped[int] = mapped_column(BigInteger)


class Handheld(Base):
    """A handheld, by its certificate, that a laptop brought; while `refused_s` is null it gets the list key."""

    __tablename__ = "handhelds"
    certificate_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    device_id: Mapped[str] = mapped_column(Text)
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    brought_by: Mapped[str] = mapped_column(Text)
    brought_s: Mapped[int] = mapped_column(BigInteger)
    refused_s: Mapped[int | None] = mapped_column(BigInteger)
