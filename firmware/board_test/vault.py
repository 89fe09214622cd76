"""The key in the chip: always the same, its own, and never the one that every board without a key has."""

from viewmark_protocol.sealing.hmac import hmac_sha256

_BYTES = 32
_ASKED = b"viewmark board test"  # what nothing else asks of it
_NO_KEY = bytes(32)


async def test(report) -> None:
    """Ask it for codes of texts that say nothing."""
    vault = report.ports.vault
    first, second, other = vault.hmac(_ASKED), vault.hmac(_ASKED), vault.hmac(_ASKED + b" 2")
    report.held(
        *("code", len(first) == _BYTES and first == second, "%d bytes, %s" % (len(first), _likeness(first, second))),
        *(
            "%d bytes, twice the same" % _BYTES,
            "Do not use this board: what it records could not be opened again.",
        ),
    )
    report.held(
        *("by what is asked", first != other, _likeness(first, other) + " for another text", "another one"),
        "Do not use this board: its codes say nothing. Have the chip or the secure element replaced.",
    )
    is_known = first == hmac_sha256(_NO_KEY, _ASKED)
    if not vault.in_chip:
        report.absent("own key", "no key in the chip: a PIN does not stop who copies the flash")
        return
    report.held(
        *("own key", not is_known, "the key of boards without one" if is_known else "one of its own", "one of its own"),
        "The chip's key was never burnt. Burn it before anything is recorded, or take the board for one without a key.",
    )


def _likeness(one: bytes, other: bytes) -> str:
    return "the same" if one == other else "another one"
