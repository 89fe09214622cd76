"""The port through which a message leaves, whatever carries it."""

import re
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from viewmark.gateways.errors import ReceiptError
from viewmark.gateways.message import Message

NO_RECEIPT = "The other side answered without a receipt. It is sent again; ask its keeper."
_MOST_REFERENCE = 200
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Receipt:
    """What the other side says it has: a message by id and SHA-256, under its own `reference`, which may be empty."""

    message_id: str
    digest: str
    reference: str = ""

    def table(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


class Gateway(Protocol):
    """Carries messages to one other side, which `name` tells from every other: a folder, an address.

    `send` may be called again with the same message, after any failure and any kill: the other side has it once, by its
    id. It returns what the other side says it has, and raises AwayError, TryAgainError or RefusedError.
    """

    @property
    def name(self) -> str:
        """Which other side this is."""
        ...

    async def send(self, message: Message) -> Receipt:
        """Have the other side take a message; return its receipt, which nobody has compared yet."""
        ...


def believed(receipt: Receipt, message: Message) -> Receipt:
    """Return a receipt that names exactly what was sent; ReceiptError where it names anything else."""
    if receipt.message_id != message.id or receipt.digest != message.digest:
        raise ReceiptError("The receipt is for something else than was sent. It is not believed; it is sent again.")
    return receipt


def parse_receipt(value: Any) -> Receipt:
    """Return the receipt in decoded JSON; ReceiptError where it is none."""
    table: dict[str, Any] = value if isinstance(value, dict) else {}
    message_id, digest, reference = table.get("message_id"), table.get("digest"), table.get("reference", "")
    if (
        not isinstance(message_id, str)
        or not isinstance(digest, str)
        or not _DIGEST.fullmatch(digest)
        or not isinstance(reference, str)
        or len(reference) > _MOST_REFERENCE
    ):
        raise ReceiptError(NO_RECEIPT)
    return Receipt(message_id, digest, reference)
