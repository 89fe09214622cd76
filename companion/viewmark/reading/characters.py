"""Decodes a recogniser's probabilities to what can stand on a mark: capitals, digits, a few signs."""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# What marks bear; small letters and full-width forms count as the capital that they are.
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./& "
_BLANK = 0


class Alphabet:
    """Which of a recogniser's many classes stand for which character of a mark."""

    def __init__(self, classes: Sequence[str]) -> None:
        self._columns: list[list[int]] = [[] for _ in CHARACTERS]
        for number, name in enumerate(classes):
            key = unicodedata.normalize("NFKC", name).upper() if name != " " else name
            if number != _BLANK and len(key) == 1 and key in CHARACTERS:
                self._columns[CHARACTERS.index(key)].append(number)

    def decode(self, probabilities: NDArray[np.floating]) -> tuple[str, list[float]]:
        """Return the text of (steps, classes) and each character's confidence 0..1: the likeliest class a step,
        repeats merged, blanks dropped (CTC)."""
        shares = np.stack(
            [probabilities[:, _BLANK], *(probabilities[:, columns].sum(1) for columns in self._columns)], axis=1
        )
        text, confidences, before = "", list[float](), _BLANK
        for step, winner in enumerate(shares.argmax(1).tolist()):
            confidence = float(shares[step, winner])
            if winner != _BLANK and winner != before:
                text += CHARACTERS[winner - 1]
                confidences.append(confidence)
            elif winner != _BLANK:
                confidences[-1] = max(confidences[-1], confidence)
            before = winner
        return text, confidences
