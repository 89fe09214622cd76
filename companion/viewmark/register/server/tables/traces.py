"""Trace requests, and every state that each was in."""

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class Trace(Base):
    """One trace request; `trace_id` is chosen by who asks. `content` is JSON; it is never changed."""

    __tablename__ = "traces"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    trace_id: Mapped[str] = mapped_column(String(64), unique=True)
    check_id: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)


class TraceState(Base):
    """A state that a trace request came into: the newest row counts, none is ever changed."""

    __tablename__ = "trace_states"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    trace: Mapped[int] = mapped_column(ForeignKey("traces.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    at_s: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
