"""One way to a handheld as an operator sees it: a handheld is there, is being synced, or is away."""

import time

from viewmark.devices.opening import RADIO
from viewmark.devices.progress import Progress
from viewmark.errors import BROKEN_LINE, NoRadioError, NotPairedError

# A line that breaks is back in a moment: only what stays broken is worth a sentence.
_PATIENCE_S = 3.0
_LOOKED_FOR = "The handheld is being looked for."


class Port:
    """What the last reports said about `path`: a serial port, or `radio:` and the id of a handheld."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.is_radio = path.startswith(RADIO)
        self.device_id: str | None = path.removeprefix(RADIO) if self.is_radio else None
        self.connected = False
        self.progress: Progress | None = None
        self.is_resting = False
        self._was_connected = False
        self._error: Exception | None = None
        self._away_since_s = time.monotonic()

    def report(self, progress: Progress) -> None:
        """Note how far the sync is."""
        self.device_id = progress.device_id
        self.progress = progress
        self.connected = self._was_connected = True
        self._error = None

    def trouble(self, error: Exception) -> None:
        """Note why there is no handheld now."""
        self._leave()
        self._error = error

    def rest(self, is_resting: bool) -> None:
        """Note that it is not served, or is served anew: what was said of it before holds no more."""
        self._leave()
        self.is_resting = is_resting
        self._error = None
        self._away_since_s = time.monotonic()

    @property
    def is_unpaired(self) -> bool:
        """Whether a handheld is there that does not trust this laptop, or that this laptop does not trust."""
        return not self.is_radio and isinstance(self._error, NotPairedError)

    @property
    def is_out_of_reach(self) -> bool:
        """Whether nothing is wrong but that no handheld is there this way."""
        is_away = self._error is None or isinstance(self._error, BROKEN_LINE)
        return is_away and not self.connected and not isinstance(self._error, NoRadioError)

    @property
    def sentence(self) -> str | None:
        """Why the handheld is away and what to do; None while it is there or has only just gone.

        One that was never there by radio is not missed.
        """
        is_away = not self.connected and time.monotonic() - self._away_since_s > _PATIENCE_S
        if not is_away or self.is_resting or self.is_unpaired:
            return None
        if not self.is_radio or not self.is_out_of_reach:
            return _LOOKED_FOR if self._error is None else str(self._error)
        return f"{self.device_id}: {self._error or _LOOKED_FOR}" if self._was_connected else None

    def _leave(self) -> None:
        if self.connected:
            self._away_since_s = time.monotonic()
        self.connected = False
        self.progress = None
