"""How much is tried: a few examples, the same each time, in the suite; by `make prove` as many as fit into a time.

VIEWMARK_FUZZ_S is that time, in seconds for one property. What fails is printed as hypothesis has shrunk it.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "protocol")]

FUZZ_S = float(os.environ.get("VIEWMARK_FUZZ_S", "40"))
BATCH = 400


class Fuzz:
    """Tries a property, called with one drawn example; `few` of them, or for FUZZ_S seconds."""

    def __init__(self, is_long: bool) -> None:
        self.is_long = is_long

    def __call__(self, holds: Callable[[Any], object], examples: st.SearchStrategy[Any], few: int = 60) -> None:
        tried = 0

        def one(example: Any) -> None:
            nonlocal tried
            tried += 1
            holds(example)

        began_s = time.monotonic()
        while tried == 0 or (self.is_long and time.monotonic() - began_s < FUZZ_S):
            setting = settings(
                max_examples=min(BATCH, few * 4) if self.is_long else few,
                deadline=None,
                database=None,
                derandomize=not self.is_long,
                suppress_health_check=list(HealthCheck),
            )
            setting(given(example=examples)(one))()
        print(f"{tried} examples in {time.monotonic() - began_s:.0f} s")


@pytest.fixture(params=["few", pytest.param("many", marks=pytest.mark.prove)])
def fuzz(request: pytest.FixtureRequest) -> Fuzz:
    """What tries a property."""
    return Fuzz(request.param == "many")
