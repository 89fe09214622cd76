"""The roster: who works where."""

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class RosterEntry(Base):
    """An officer at a post from one time to another; a change is a new row, and the end of the former one."""

    __tablename__ = "roster"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    officer: Mapped[str] = mapped_column(Text, index=True)
    post: Mapped[str] = mapped_column(Text)
    since_s: Mapped[int] = mapped_column(BigInteger)
    until_s: Mapped[int | None] = mapped_column(BigInteger)
