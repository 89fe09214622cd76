"""What arrives from the field: checks as they were recorded, photos."""

from sqlalchemy import BigInteger, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class CheckRow(Base):
    """A check as the handheld recorded it: bytes never changed, found by device, log and sequence."""

    __tablename__ = "checks"
    __table_args__ = (UniqueConstraint("device_id", "log_id", "sequence"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
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
