"""The document's sections on what lies between a pipe and the messages. CPython only."""

from . import radio
from .frames import frame
from .frames import link as links
from .messages.registry import LENGTH_BYTES, MAX_MESSAGE_BYTES
from .pairing import MOST_CERTIFICATE_BYTES, NONCE_BYTES
from .spec_table import constant, table
from .sync.pull import PART_BYTES

_SUITE = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"


def frames() -> str:
    """Return the section on frames."""
    kinds = (
        (frame.OPEN, "OPEN", "laptop: nonce (4 bytes), largest payload (2), window (1)"),
        (frame.OPENED, "OPENED", "handheld: the same nonce, its largest payload, its window"),
        (frame.DATA, "DATA", "the next bytes of the stream"),
        (
            frame.ACKNOWLEDGE,
            "ACKNOWLEDGE",
            "sequence: next one expected; payload: nothing, or one byte of bits for later",
        ),
    )
    layout = (
        ("0", "1", "kind"),
        ("1", "1", "connection: first byte of the nonce"),
        ("2", "2", "sequence"),
        (str(frame.HEAD_BYTES), "n", "payload"),
        (f"{frame.HEAD_BYTES}+n", str(frame.CRC_BYTES), "CRC-32 (IEEE) of all before it"),
    )
    return f"""
## Frames

The body below, stuffed by COBS, between two zero bytes: at least {frame.OVERHEAD_BYTES} bytes more than its payload.

{table(("offset", "bytes", "field"), layout)}

{table(("kind", "name", "payload"), kinds)}

- Kinds are 1 to 8; a later one is ignored. Printable text between two zero bytes is log. Anything else that is no
  frame is counted as damaged and dropped.
- The empty frame, `{frame.EMPTY_FRAME.hex(" ")}`, says that its sender knows of no connection.
- Bit n of an acknowledgement's byte stands for the frame n + 1 behind the expected one.
- Both directions count their sequences on from the nonce's last two bytes, modulo 65536."""


def link() -> str:
    """Return the section on the link, and on how a sync goes over it."""
    rows = (
        ("largest payload", f"{links.MAX_PAYLOAD_BYTES} bytes", "the smaller of both sides' counts"),
        ("smallest largest payload", f"{links.MIN_PAYLOAD_BYTES} bytes", "BLE with an MTU of 23"),
        (
            "window",
            f"{links.WINDOW_FRAMES} frames",
            "or less: the receiver says how many, the sender keeps no more bytes",
        ),
        (
            "acknowledgement",
            f"{constant('_ACKNOWLEDGE_MS', links)} ms",
            "after one frame; at once after two, or out of order",
        ),
        (
            "first retry",
            f"{constant('_RETRY_MS', links)} ms",
            "without progress; an overtaken frame goes again at once",
        ),
        ("longest retry", f"{constant('_MAX_RETRY_MS', links)} ms", "doubled each time"),
        ("lost", f"{constant('_LOST_MS', links)} ms", "without a sign of life while something waits"),
        ("message", f"{MAX_MESSAGE_BYTES} bytes", f"after {LENGTH_BYTES} bytes of length"),
        ("part of a list", f"{PART_BYTES} bytes", "some of them on their way at once"),
        ("part of a photo", "one frame", "with its message's head and its TLS record"),
    )
    return f"""
## Link

The laptop opens with a fresh random nonce; the handheld answers and listens for the next one. A frame of another
connection is ignored. A lost connection is never resumed: a new one is opened, and sync goes on at its cursor.
What is sent at once is not cut where it fits into one frame, so that a cut costs no more than that frame.

{table(("limit", "value", "note"), rows)}"""


def security() -> str:
    """Return the section on TLS and pairing."""
    return f"""
## TLS and pairing

Over the link's stream runs TLS 1.2 (RFC 5246), the handheld as server, with one suite on P-256,
{_SUITE}, no tickets, no renegotiation. Both sides show a self-signed X.509
certificate of CA:FALSE and trust exactly those that they hold from a pairing: what such a certificate has signed is not
trusted. There is no name to compare; that Hello comes from the handheld whose certificate was shown is checked by the
laptop. No close_notify ends a session but Bye.

A stream whose first byte is not 22 (a TLS handshake) is in clear. In clear nothing but pairing is answered, on a cable
only, and not by a locked handheld:

| laptop | handheld |
| --- | --- |
| PairRequest: certificate A, name, commitment to a nonce a | PairOffer: certificate B, id, commitment to a nonce b |
| PairReveal: a | PairReveal: b, once a fits its commitment |
| its person compares the digits; PairAgree, again and again | its officer compares them; PairState |

- A commitment is SHA-256("viewmark pair commit" 0 role 0 SHA-256(name or id) certificate nonce); role is `laptop` or
  `handheld`.
- A nonce has {NONCE_BYTES} bytes, a certificate at most {MOST_CERTIFICATE_BYTES}.
- The digits are the first 8 bytes of SHA-256("viewmark pair digits" 0 h(A) h(B) h(a) h(b)) modulo 1 000 000, h being
  SHA-256. Whoever stands between must have committed himself to both sides before he can know them: one try in a
  million, which two people see. From the second attempt on that is broken off before an officer has answered it the
  next one waits, 2 s and then twice as long each time, up to a minute.
- Each side keeps the other's certificate once both people have said yes. A handheld keeps at most four laptops; either
  side can end a pairing by itself.
- The handheld makes its key itself, once; it lies with the pairings in a box under the chip's key."""


def air() -> str:
    """Return the section on Bluetooth."""
    rows = (
        ("service", f"`{radio.SERVICE_UUID}`", "advertised"),
        ("laptop to handheld", f"`{radio.RX_UUID}`", "write, write without response"),
        ("handheld to laptop", f"`{radio.TX_UUID}`", "notify"),
    )
    return f"""
## Bluetooth

The same frames as on the cable, as a stream of bytes in writes and notifications of the MTU less {radio.ATT_HEAD_BYTES}
bytes, at most {radio.MAX_VALUE_BYTES}. The MTU is 23 to {radio.MAX_MTU_BYTES}.

{table(("what", "UUID", "how"), rows)}

A handheld that is paired advertises flags, the service and, as data of company 0x{radio.COMPANY_ID:04X}, a tag of
{radio.TAG_BYTES} bytes: {radio.FRESH_BYTES} random ones and their hash `ah` (Bluetooth Core, Vol 3, Part H, 2.2.2)
under a key that it shares with one laptop (TagKey). The tag is renewed every few seconds, for each laptop in turn,
under a new random address. Nothing fixed is advertised; the name `{radio.NAME}` in the scan response is everyone's. In
the handshake the certificate goes in clear, as TLS 1.2 has it: who listens to a whole connection can know the handheld
again at the next."""
