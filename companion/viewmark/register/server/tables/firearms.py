"""Weapons on record: what they are, what each component bears, what happened to them, and reports on them."""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id

REGISTERED = "registered"


class Firearm(Base):
    """One weapon on record. `serial`, the mark of frame or receiver, is as reported; `exact` and `maker_key` are keys.

    A column that is null is unknown; what the weapon is known not to have is named in `absent`, by spaces.
    """

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
    absent: Mapped[str] = mapped_column(Text, default="", server_default="")
    status: Mapped[str] = mapped_column(String(32), default=REGISTERED)


class Component(Base):
    """The mark of one other component: `state` says whether it is marked, bears none, or is not known to.

    A former mark stays: `until_s` says when it was last true.
    """

    __tablename__ = "components"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    firearm_id: Mapped[int] = mapped_column(ForeignKey("firearms.id"), index=True)
    component: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8))
    mark: Mapped[str | None] = mapped_column(Text)
    exact: Mapped[str] = mapped_column(Text)
    since_s: Mapped[int] = mapped_column(BigInteger)
    until_s: Mapped[int | None] = mapped_column(BigInteger)


class FirearmEvent(Base):
    """What happened to a weapon, only ever added. Of a holder a reference is kept, no name.

    `happened_s` is null where it is not known; `detail` is JSON: of a correction the field and both values.
    """

    __tablename__ = "firearm_events"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    firearm_id: Mapped[int] = mapped_column(ForeignKey("firearms.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    happened_s: Mapped[int | None] = mapped_column(BigInteger)
    recorded_s: Mapped[int] = mapped_column(BigInteger)
    authority: Mapped[str] = mapped_column(Text)
    holder_reference: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")


class SearchKey(Base):
    """One key under which a weapon is found (`search_keys.py`); SQLite keeps these rows in the index alone."""

    __tablename__ = "search_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)
    hash: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    firearm_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)


class ComponentKey(Base):
    """One key under which a component's mark is found."""

    __tablename__ = "component_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)
    hash: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    component_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)


class Report(Base):
    """A weapon reported; while `closed_s` is null it is open and the weapon is listed. `kind` is a list category.

    `report_id` is chosen by who reports, so that a report that is sent twice is one.
    """

    __tablename__ = "reports"
    __table_args__ = (Index("reports_of_firearm", "firearm_id", "closed_s"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    firearm_id: Mapped[int] = mapped_column(ForeignKey("firearms.id"))
    kind: Mapped[str] = mapped_column(String(32))
    reported_s: Mapped[int] = mapped_column(BigInteger)
    authority: Mapped[str] = mapped_column(Text)
    closed_s: Mapped[int | None] = mapped_column(BigInteger)
    closed_by: Mapped[str | None] = mapped_column(Text)
