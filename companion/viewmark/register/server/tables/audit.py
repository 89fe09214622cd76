"""Who asked what: one line a question, only ever added, each bound to the one before."""

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class AuditLine(Base):
    """One question: who asked what, when, by which power, what was answered, and what was shown. Only ever added."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)  # 1, 2, 3, ... without a gap
    asked_s: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(32))
    officer: Mapped[str] = mapped_column(Text)
    post: Mapped[str] = mapped_column(Text)
    legal_ground: Mapped[str] = mapped_column(Text)
    check_id: Mapped[str | None] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)  # JSON: serial, its key, and what else was given
    answer: Mapped[str] = mapped_column(String(16))  # hit, near, none, refused or failed; else given
    shown: Mapped[str] = mapped_column(Text)  # JSON: the register ids of what was shown
    chain: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """How many lines there are, the last one's chain, and a code over both: no line can be cut off the end."""

    __tablename__ = "audit_head"
    one: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[int] = mapped_column(BigInteger)
    chain: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64))
