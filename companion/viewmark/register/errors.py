"""What can go wrong between laptop and register. Each message says what to do next."""

from viewmark_protocol.errors import ViewmarkError


class RegisterError(ViewmarkError):
    """Root of the register's errors on the laptop."""


class UnreachableError(RegisterError):
    """Nobody answers at the register's address."""


class UntrustedError(UnreachableError):
    """Who answers at the register's address is not the register that this laptop was enrolled with."""


class SlowError(RegisterError):
    """The register did not answer in time; whether it stored what was sent is not known."""


class ServerFaultError(RegisterError):
    """The register answered that it failed (5xx); `status` is its HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class KeyRefusedError(RegisterError):
    """The register does not accept this laptop's API key. Nothing is wrong with what was sent."""


class RefusedError(RegisterError):
    """The register will never take this as it is (4xx): `status`, and its own `detail` for people."""

    def __init__(self, message: str, status: int, detail: str) -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail


class NonsenseError(RegisterError):
    """What answered is no register, or an answer that cannot be trusted."""


class AnswerError(NonsenseError):
    """The register answered one query with what no answer may say; with others it may be all right."""


class OutboxError(RegisterError):
    """The outbox cannot take this item."""


class SetupError(ViewmarkError):
    """The reference server cannot start, or cannot take these records, as it is set up."""
