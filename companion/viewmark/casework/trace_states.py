"""The states of a trace request, each an attributed entry: drafted, sent, answered, closed; and how far tracing came.

Levels of tracing after SDG 16.4.2 and IAFQ tables 5.1 to 5.3: traced, origin established by other means, pending, not
enough information, never attempted. An answered request is sent again for another level of the trail.
"""

from itertools import count
from typing import Any, NamedTuple

from viewmark.archive.entries import Entry
from viewmark.errors import CaseworkError

DRAFTED, SENT, ANSWERED, CLOSED = STATES = ("drafted", "sent", "answered", "closed")
WAYS = {DRAFTED: (SENT, CLOSED), SENT: (ANSWERED, CLOSED), ANSWERED: (SENT, CLOSED), CLOSED: ()}
TRACED, ESTABLISHED, PENDING, NOT_ENOUGH, NEVER = LEVELS = (
    *("traced", "established-otherwise", "pending", "not-enough-information", "never-attempted"),
)
_ENDED = (TRACED, ESTABLISHED, NOT_ENOUGH)
# Which levels a state can have; what was asked for is never "never attempted", and nothing closed is pending.
LEVELS_OF = {DRAFTED: (NEVER,), SENT: (PENDING,), ANSWERED: (*_ENDED, PENDING), CLOSED: (*_ENDED, NEVER)}
MOST_CHARACTERS = 2000


class TraceState(NamedTuple):
    """One state of a request: which, the level of tracing, since when (UTC second), who said so, and a note."""

    state: str
    level: str
    at_s: int
    who: str
    note: str


def states_of(entries: list[Entry]) -> dict[int, list[TraceState]]:
    """Return the states of every request of a check, oldest first, by its number; `entries` are all of the check."""
    found: dict[int, list[TraceState]] = {}
    for one in entries:
        if one.kind not in ("trace", "trace-state") or "number" not in one.content:  # erased after its time
            continue
        states = found.setdefault(int(one.content["number"]), [])
        if one.kind == "trace-state":
            said = one.content
            states.append(TraceState(said["state"], said["level"], one.at_s, one.who, said["note"]))
            continue
        if not states:
            states.append(TraceState(DRAFTED, NEVER, one.at_s, one.who, ""))
        if one.content["sent"]:
            states.append(TraceState(SENT, PENDING, one.at_s, one.who, ""))
    return found


def level_reached(states: dict[int, list[TraceState]]) -> str | None:
    """Return how far the tracing of a firearm came: the furthest of its requests, as each one stands.

    None where there is none but drafts: what was never sent nor closed says nothing of the firearm.
    """
    levels = [passed[-1].level for passed in states.values() if passed[-1].state != DRAFTED]
    return min(levels, key=LEVELS.index, default=None)


def firearms_asked(entries: list[Entry]) -> dict[int, int]:
    """Return which firearm of a check each request is for, counted from 0; `entries` are all of the check."""
    asked = [one.content for one in entries if one.kind == "trace" and "number" in one.content]
    return {int(one["number"]): int(one.get("firearm", 0)) for one in asked}


def newest_numbers(asked: dict[int, int], firearms: int) -> list[int]:
    """Return the number of each firearm's newest request; where it has none, the one that its first will have."""
    newest = {firearm: number for number, firearm in sorted(asked.items())}
    free = (number for number in count(1) if number not in asked)
    return [newest[place] if place in newest else next(free) for place in range(firearms)]


def open_number(states: dict[int, list[TraceState]], newest: list[int], firearm: int) -> int:
    """Return the number of a firearm's request that is drafted now, the next one where none is.

    `newest` has the number of each firearm's newest request: the next one is no other firearm's first.
    """
    passed = states.get(newest[firearm])
    is_open = passed is None or passed[-1].state == DRAFTED
    return newest[firearm] if is_open else max(*newest, *states) + 1


def next_state(states: dict[int, list[TraceState]], number: int, state: str, level: str, note: str) -> dict[str, Any]:
    """Return the entry that brings a request into its next state; CaseworkError that says why it cannot be."""
    passed = states.get(number)
    if passed is None:
        raise CaseworkError(
            f"This check has no trace request {number}."
            " Keep one as a draft first: on the check's page, under Trace request."
        )
    present = passed[-1].state
    if state not in STATES:
        raise CaseworkError(f"{state} is no state of a trace request. Choose one of {', '.join(STATES)}.")
    if state not in WAYS[present]:
        ways = " or ".join(WAYS[present]) or "nothing else: keep a new request"
        raise CaseworkError(f"A request that is {present} cannot become {state}. It can become {ways}.")
    if state == SENT and present == DRAFTED:
        raise CaseworkError("A draft is sent from the check's page, where it is held to be whole. Send it there.")
    was_sent = any(one.state == SENT for one in passed)
    levels = [one for one in LEVELS_OF[state] if one != (NEVER if was_sent else TRACED)]
    if level not in levels:
        raise CaseworkError(f"A request that is {state} is not {level or 'without a level'}. Say {', '.join(levels)}.")
    if state in (ANSWERED, CLOSED) and not note.strip():
        raise CaseworkError("Write a note: who answered and what, or why the request is closed.")
    return {"number": number, "state": state, "level": level, "note": note.strip()[:MOST_CHARACTERS]}
