"""What can be wrong with reference tables."""

from viewmark_protocol.errors import ViewmarkError


class TableError(ViewmarkError):
    """A file that is no reference table, or tables of this laptop that cannot be read or replaced."""
