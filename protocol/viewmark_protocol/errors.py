"""The errors of the protocol: each says what happened and, where a person can act, what to do next."""


class ViewmarkError(Exception):
    """Root of every error that Viewmark raises on purpose."""


class CborError(ViewmarkError):
    """Bytes that are not the deterministic CBOR of RFC 8949 section 4.2 that the protocol uses."""


class SchemaError(ViewmarkError):
    """A value that does not fit its declared fields."""


class UnknownMessageError(SchemaError):
    """A message number that this version does not know."""


class MalformedMessageError(SchemaError):
    """A message of a known number whose fields do not fit."""


class FrameError(ViewmarkError):
    """Bytes between two delimiters that are no frame."""


class LinkLostError(ViewmarkError):
    """The peer stopped answering, or said that it no longer knows this connection."""


class DeadlineError(ViewmarkError):
    """A request was not answered in time."""


class SyncError(ViewmarkError):
    """The peer's records do not continue where the cursor stands."""


class ListError(ViewmarkError):
    """An offline list that cannot be used: damaged, foreign or of another version."""


class ListReplacedError(ListError):
    """The part of the list that was asked is being replaced by a newer one's."""


class FirmwareError(ViewmarkError):
    """A firmware image that is none, is cut off, or belongs elsewhere."""


class SealError(ViewmarkError):
    """A record, box or key that was closed under another key, or changed since."""


class PairingError(ViewmarkError):
    """Handheld and laptop are not paired, or could not be."""
