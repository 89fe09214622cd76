"""Serials one slip of the hand away: a character missing or too many, or two neighbours swapped.

Another character at one place is not a slip here: in a register full of consecutive numbers it would make most
honest weapons near something. What a reader confuses is the skeleton's business, and the reading's alternatives'.
"""

from viewmark_protocol.serials import skeleton

_ALPHABET = sorted(set(skeleton("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
SHORTEST = 4  # below this, one slip reaches too much


def one_edit_skeletons(serial: str) -> list[str]:
    """Return the skeletons one slip away from the serial's, sorted; at most 30 for each of its characters and more.

    Characters that were lost are tried in Latin letters and digits only.
    """
    key = skeleton(serial)
    if len(key) < SHORTEST:
        return []
    found: set[str] = set()
    for place in range(len(key) + 1):
        before, after = key[:place], key[place:]
        found.update(before + character + after for character in _ALPHABET)
        if after:
            found.add(before + after[1:])
        if len(after) > 1:
            found.add(before + after[1] + after[0] + after[2:])
    found.discard(key)
    return sorted(found)
