"""Who may ask: API keys, each with a name and a role."""

from sqlalchemy import BigInteger, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class ApiKey(Base):
    """One API key; of the key itself only a slow hash is here. `id` begins its SHA-256 and is no secret."""

    __tablename__ = "api_keys"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(16))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    scrypt: Mapped[bytes] = mapped_column(LargeBinary)
    made_s: Mapped[int] = mapped_column(BigInteger)
    revoked_s: Mapped[int | None] = mapped_column(BigInteger)
