"""When something happened, by a clock that may be wrong."""

from .schema import Optional, Record, Words

CLOCK_TRUSTS = Words("clock-trust", ("unset", "battery", "laptop"))


class Clock(Record):
    """When something was recorded: UTC seconds, how far that is to be trusted, and the boot count.

    `behind_s`: so many seconds before the time of the check before it, where the clock went back.
    """

    FIELDS = (("utc_s", "uint"), ("trust", CLOCK_TRUSTS), ("boot_count", "uint"), ("behind_s", Optional("uint")))
    LATER = 1
