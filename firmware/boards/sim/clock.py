"""The clock: the host's, or one that was never set, as the host's `board.json` says."""

import time

from ports import Clock


class HostClock(Clock):
    """Keeps the offset that the laptop set in the folder, as a battery-backed clock would."""

    def __init__(self, folder: str, trust: str) -> None:
        self._path = folder + "/clock.offset"
        self._trust = trust
        self._offset_s = 0
        self._last_ticks = time.ticks_ms()
        self._elapsed_ms = 0
        try:
            with open(self._path) as file:
                self._offset_s = int(file.read())
            self._trust = "laptop"
        except (OSError, ValueError):
            pass

    def now_s(self) -> int:
        """Return UTC seconds, 0 when the clock is unset."""
        return 0 if self._trust == "unset" else int(time.time()) + self._offset_s

    def trust(self) -> str:
        """Return how far the time is to be trusted."""
        return self._trust

    def set(self, utc_s: int) -> None:
        """Set the clock."""
        self._offset_s = utc_s - int(time.time())
        self._trust = "laptop"
        with open(self._path, "w") as file:
            file.write(str(self._offset_s))

    def ticks_ms(self) -> int:
        """Return milliseconds since boot; the runtime's own counter wraps."""
        now = time.ticks_ms()
        self._elapsed_ms += time.ticks_diff(now, self._last_ticks)
        self._last_ticks = now
        return self._elapsed_ms
