"""One serial port as an operator sees it: a handheld is there, is being synced, or is away."""

import time

from viewmark.devices.progress import Progress

# A line that breaks is back in a moment: only what stays broken is worth a sentence.
_PATIENCE_S = 3.0


class Port:
    """What the last reports said about the port at `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.device_id: str | None = None
        self.connected = False
        self.progress: Progress | None = None
        self._sentence = "The handheld is being looked for."
        self._away_since_s = time.monotonic()

    def report(self, progress: Progress) -> None:
        """Note how far the sync is."""
        self.device_id = progress.device_id
        self.progress = progress
        self.connected = True

    def trouble(self, error: Exception) -> None:
        """Note why there is no handheld now."""
        if self.connected:
            self._away_since_s = time.monotonic()
        self.connected = False
        self.progress = None
        self._sentence = str(error)

    @property
    def sentence(self) -> str | None:
        """Why the handheld is away and what to do; None while it is there or has only just gone."""
        is_away = not self.connected and time.monotonic() - self._away_since_s > _PATIENCE_S
        return self._sentence if is_away else None
