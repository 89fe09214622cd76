"""What can go wrong with escrowed keys. Each message says what to do next."""

from viewmark_protocol.errors import ViewmarkError


class EscrowError(ViewmarkError):
    """A box, or a key of the focal point, that cannot be made, read or opened."""
