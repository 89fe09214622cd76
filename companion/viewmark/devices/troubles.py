"""What a sync had to leave aside so that all the rest could go on."""

import logging
import time
from collections.abc import Callable, Hashable

_AGAIN_S = 60.0

logger = logging.getLogger("viewmark.sync")


class Troubles:
    """Sentences on what was left aside, by what they are about. Each is logged once and rests before the next try."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._noted: dict[Hashable, tuple[float, str]] = {}

    def note(self, about: Hashable, sentence: str) -> None:
        """Leave something aside."""
        if about not in self._noted:
            logger.warning(sentence)
        self._noted[about] = (self._now_s(), sentence)

    def clear(self, about: Hashable) -> None:
        """Say that it went well after all."""
        self._noted.pop(about, None)

    def is_resting(self, about: Hashable) -> bool:
        """Return whether it was tried so lately that trying again would only hold up the others."""
        return about in self._noted and self._now_s() - self._noted[about][0] < _AGAIN_S

    def sentences(self) -> list[str]:
        """Return what is left aside now, in the order in which it was noted."""
        return [sentence for _, sentence in self._noted.values()]
