"""What can come between a board and its test."""

from viewmark_protocol.errors import ViewmarkError


class BoardTestError(ViewmarkError):
    """The test could not be made, did not come to its end, or found something that failed."""
