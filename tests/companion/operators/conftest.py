"""A clock for accounts and sessions."""

import pytest


class Clock:
    """Seconds that a test sets."""

    now_s = 0.0


@pytest.fixture
def clock() -> Clock:
    """The clock of what is tested."""
    return Clock()
