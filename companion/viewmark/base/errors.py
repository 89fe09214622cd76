"""What can go wrong on the local network."""

from viewmark_protocol.errors import ViewmarkError


class NetworkError(ViewmarkError):
    """There is no local network, or somebody else has the name."""
