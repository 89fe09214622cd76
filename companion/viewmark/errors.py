"""The laptop's errors. Each message says what happened and what to do next."""

from viewmark_protocol.errors import DeadlineError, LinkLostError, PairingError, ViewmarkError


class HandheldError(ViewmarkError):
    """The simulated handheld could not be started, or stopped."""


class PictureError(ViewmarkError):
    """A file that is no picture."""


class PipeError(ViewmarkError):
    """The cable is out, the port cannot be opened, or the handheld is out of the radio's reach."""


class NoRadioError(PipeError):
    """Bluetooth is missing or switched off on this laptop."""


# What ends a session and may well be gone at the next try: out of the port, out of reach, out of step, too late.
BROKEN_LINE = (PipeError, LinkLostError, DeadlineError)


class NotPairedError(PairingError):
    """Handheld and laptop do not trust each other."""


class RefusedError(ViewmarkError):
    """The handheld refused a request; the message is its own sentence, `failure` the protocol's word for it."""

    def __init__(self, message: str, failure: str = "") -> None:
        super().__init__(message)
        self.failure = failure


class ArchiveError(ViewmarkError):
    """The archive holds something else under the same id, or cannot be used."""


class BenchError(ViewmarkError):
    """A measurement that could not be made, or that fell short of its bar."""


class DemoError(ViewmarkError):
    """A shift that did not come out whole: what is missing, in one line."""


class ReadingError(ViewmarkError):
    """A picture that cannot be read here: a part is not installed, or the picture is none."""


class AccountError(ViewmarkError):
    """An operator's account that cannot be made, or somebody who could not prove to be its owner."""


class CaseworkError(ViewmarkError):
    """An entry to a check that cannot be made: something is missing, or the check does not allow it."""
