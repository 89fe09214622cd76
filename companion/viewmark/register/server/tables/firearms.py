"""Weapons on record, the keys they are found by, and reports on them."""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id

REGISTERED = "registered"


class Firearm(Base):
    """One weapon on record. `serial` is as reported, `exact` and `maker_key` are exact keys; null is unknown."""

    __tablename__ = "firearms"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    register_id: Mapped[str] = mapped_column(String(32), unique=True)
    serial: Mapped[str] = mapped_column(Text)
    exact: Mapped[str] = mapped_column(Text, index=True)
    maker: Mapped[str | None] = mapped_column(Text)
    maker_key: Mapped[str] = mapped_column(Text)
    maker_code: Mapped[int]
    model: Mapped[str | None] = mapped_column(Text)
    calibre: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(32), default=REGISTERED)


class SearchKey(Base):
    """One key under which a weapon is found (`search_keys.py`); SQLite keeps these rows in the index alone."""

    __tablename__ = "search_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)
    hash: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    firearm_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)


class Report(Base):
    """A weapon reported; while `closed_s` is null it is open and the weapon is listed. `kind` is a list category."""

    __tablename__ = "reports"
    __table_args__ = (Index("reports_of_firearm", "firearm_id", "closed_s"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    firearm_id: Mapped[int] = mapped_column(ForeignKey("firearms.id"))
    kind: Mapped[str] = mapped_column(String(32))
    reported_s: Mapped[int] = mapped_column(BigInteger)
    authority: Mapped[str] = mapped_column(Text)
    closed_s: Mapped[int | None] = mapped_column(BigInteger)
