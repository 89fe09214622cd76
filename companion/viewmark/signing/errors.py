"""What can go wrong with a signing key. Each message says what to do next."""

from viewmark_protocol.errors import ViewmarkError


class SigningError(ViewmarkError):
    """A signing key that is missing, damaged, used up or cannot be written, or something that it does not sign."""
