"""The errors of the keys that this laptop's data lie under."""

from viewmark.errors import ArchiveError


class LockedError(ArchiveError):
    """The data are guarded by a passphrase, which was not given, or was another one."""
