"""Loads rapidocr once a process: its models ship in its package, nothing is fetched."""

import logging
from functools import lru_cache
from typing import Any

from viewmark.errors import ReadingError

MISSING = "Reading on the laptop is not installed. Install it: pip install 'viewmark[reading]'."


def is_installed() -> bool:
    """Return whether the laptop can read pictures by itself."""
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


@lru_cache(maxsize=1)
def engine() -> Any:
    """Return rapidocr's engine; ReadingError where the extra `viewmark[reading]` is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ReadingError(MISSING) from error
    made = RapidOCR()
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)  # it speaks of every picture
    return made


@lru_cache(maxsize=1)
def recogniser() -> Any:
    """Return rapidocr's line recogniser, whose probabilities are asked for more than its text.

    The engine has no public door to it; the version is pinned for that.
    """
    return engine()._load_rec_model()
