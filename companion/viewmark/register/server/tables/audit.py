"""Who asked what: one line a query, only ever added."""

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class AuditLine(Base):
    """One query: who asked what, when, by which power, and what was answered. Only ever added."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    asked_s: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(Text)
    officer: Mapped[str] = mapped_column(Text)
    post: Mapped[str] = mapped_column(Text)
    legal_ground: Mapped[str] = mapped_column(Text)
    check_id: Mapped[str | None] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)  # JSON: serial, its key, and what else was given
    answer: Mapped[str] = mapped_column(String(16))  # hit, near, none, refused or failed
    candidates: Mapped[int]
