"""The first and the last word of a session, and the answers that any request can get."""

from ..clock import CLOCK_TRUSTS
from ..schema import Optional, Words
from .base import Message

ROLES = Words("role", ("handheld", "laptop"))
FAILURES = Words(
    "failure",
    (
        "unknown-message",
        "malformed",
        "not-now",
        "unknown-log",
        "not-found",
        "out-of-order",
        "storage",
        "refused",
        "version",
        "locked",
        "no-key",
        "not-paired",
    ),
)


# open: no PIN is set; wiped: ten wrong PINs; no-key: the key for the next record is lost.
STORE_STATES = Words("store-state", ("open", "unlocked", "locked", "wiped", "no-key"))


class Hello(Message):
    """Who is there: sent by both sides before anything else. A laptop leaves the log's and list's fields null.

    `end_proof` shows that nothing was cut off the log. `first_key_waits`: the log's first key is still on the handheld;
    `first_key_kept`: and a laptop is known to have it.
    """

    ID = 1
    FIELDS = (
        ("protocol_version", "uint"),
        ("role", ROLES),
        ("device_id", "text"),
        ("software_version", "text"),
        ("max_message_bytes", "uint"),
        ("clock_s", "uint"),
        ("clock_trust", CLOCK_TRUSTS),
        ("boot_count", "uint"),
        ("log_id", Optional("bytes")),
        ("first_sequence", "uint"),  # oldest check still on the handheld
        ("next_sequence", "uint"),  # the number that the next check will get
        ("acknowledged", "uint"),  # checks below it are known to be on the laptop
        ("list_version", Optional("uint")),
        ("store_state", Optional(STORE_STATES)),
        ("end_proof", Optional("bytes")),
        ("first_key_waits", Optional("bool")),
        ("first_key_kept", Optional("bool")),
        ("key_in_chip", Optional("bool")),  # false: the PIN does not stop who copies the flash
        ("has_administrator", Optional("bool")),
        ("battery_percent", Optional("uint")),
        ("board", Optional("text")),  # for which its firmware is made
    )
    LATER = 8


class Done(Message):
    """The request was carried out, durably."""

    ID = 2
    FIELDS = ()


class Failed(Message):
    """The request was not carried out: a fixed word, and a sentence that says what to do."""

    ID = 3
    FIELDS = (("failure", FAILURES), ("text", "text"))


class Bye(Message):
    """End of the session; the line may stay."""

    ID = 4
    FIELDS = ()


MESSAGES = (Hello, Done, Failed, Bye)
