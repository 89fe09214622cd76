"""Two serials beside each other, character by character, so that the eye falls on what differs."""

from difflib import SequenceMatcher
from typing import NamedTuple

from viewmark_protocol.serials import UNREAD

_MOST = 200
GAP = "␣"


class Compared(NamedTuple):
    """One character of the other serial; `same`, `differs`, `unread` (ours is `?` here) or `gap` (it has none)."""

    character: str
    state: str


def compared(ours: str, theirs: str) -> list[Compared]:
    """Return the characters of `theirs` as they agree with `ours`; case and separators are no disagreement."""
    ours, theirs = ours[:_MOST], theirs[:_MOST]
    if len(ours) == len(theirs):  # a misread changes characters, it does not move them
        return [_pair(mine, other) for mine, other in zip(ours, theirs, strict=True)]
    result: list[Compared] = []
    matcher = SequenceMatcher(None, ours.upper()[:_MOST], theirs.upper()[:_MOST], autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        mine, other = ours[start:end], theirs[other_start:other_end]
        for place, character in enumerate(other):
            result.append(_pair(mine[place], character) if place < len(mine) else _extra(character))
        if kind in ("delete", "replace"):
            result += [Compared(GAP, "gap") for one in mine[len(other) :] if one.isalnum() or one == UNREAD]
    return result


def _pair(mine: str, other: str) -> Compared:
    if mine.upper() == other.upper() or not (mine.isalnum() or other.isalnum() or UNREAD in (mine, other)):
        return Compared(other, "same")
    return Compared(other, "unread" if mine == UNREAD else "differs")


def _extra(character: str) -> Compared:
    return Compared(character, "differs" if character.isalnum() else "same")
