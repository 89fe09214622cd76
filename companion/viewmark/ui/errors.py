"""The app's errors. Each message says what happened and what to do next."""

from viewmark_protocol.errors import ViewmarkError


class AppError(ViewmarkError):
    """The app cannot start as it was told to."""
