"""What can go wrong between this laptop and another system. Each message says what to do next."""

from viewmark_protocol.errors import ViewmarkError


class GatewayError(ViewmarkError):
    """Root of the gateways' errors."""


class MessageError(GatewayError):
    """A message that cannot be made or read: a code, an addressee or a required field is missing, or it is damaged."""


class MailboxError(GatewayError):
    """The mailbox cannot be opened, or cannot take or release this message."""


class AwayError(GatewayError):
    """The other side is not there or does not let this laptop in. Nothing is wrong with the message: all wait."""


class TryAgainError(GatewayError):
    """This try failed, and another may not; whether the other side has the message is not known."""


class ReceiptError(TryAgainError):
    """What came back is no receipt for what was sent, and is not believed."""


class RefusedError(GatewayError):
    """The other side will never take this message as it is: it goes to the dead letters."""
