"""A radio without a radio: handhelds that are simulated and unmodified code that uses bleak meet on a virtual air.

It is test equipment and stands on Bumble, which comes with `pip install viewmark[radio]`.
"""

from typing import TYPE_CHECKING

from viewmark.errors import HandheldError

if TYPE_CHECKING:
    from viewmark.radio.air import Air


def open_air(rate_bytes_per_s: int = 0) -> "Air":
    """Return an air of its own, 0 for as fast as it goes; HandheldError where Bumble is not installed."""
    try:
        from viewmark.radio.air import Air
    except ImportError as error:
        raise HandheldError("The virtual radio needs Bumble. Install it: pip install 'viewmark[radio]'.") from error
    return Air(rate_bytes_per_s)
