"""What can be wrong with a document from outside."""

from viewmark_protocol.errors import ViewmarkError


class ExchangeError(ViewmarkError):
    """A document that is none of this kind, is damaged, or is larger than any that is made here."""
