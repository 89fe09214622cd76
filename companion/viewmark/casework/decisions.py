"""Decisions: whether a near candidate is this weapon, and the owner's confirmation of a hit. Verdicts stay as given."""

from typing import Any

from viewmark.archive.checks import RegisterAnswer
from viewmark.archive.entries import Entry
from viewmark.errors import CaseworkError
from viewmark_protocol.messages.downward import Candidate

SAME, OTHER = "same-weapon", "another-weapon"
_MOST = 500


def decision(answer: RegisterAnswer | None, register_id: str, word: str, reason: str) -> dict[str, Any]:
    """Return the entry that a candidate is this weapon, or another one; CaseworkError that says what lacks."""
    candidate = _candidate(answer, register_id)
    if word not in (SAME, OTHER):
        raise CaseworkError("Say whether it is this weapon or another one.")
    return _about(candidate) | {"decision": word, "reason": _given(reason, "Write why you decide so.")}


def confirmation(
    answer: RegisterAnswer | None, register_id: str, authority: str, reference: str, reason: str
) -> dict[str, Any]:
    """Return the entry that the authority which owns the record confirmed it (hit confirmation)."""
    candidate = _candidate(answer, register_id)
    return _about(candidate) | {
        "authority": _given(authority, "Name the authority that owns the record."),
        "reference": _given(reference, "Give the authority's reference of its confirmation."),
        "reason": reason.strip()[:_MOST],
    }


def standing_decisions(entries: list[Entry]) -> dict[str, Entry]:
    """Return the newest decision on each candidate, by its register id; of erased ones nothing is known."""
    decided = [one for one in entries if one.kind == "decision" and "decision" in one.content]
    return {str(one.content["register_id"]): one for one in decided}


def _candidate(answer: RegisterAnswer | None, register_id: str) -> Candidate:
    for one in answer.candidates if answer else []:
        if one.register_id == register_id:
            return one
    raise CaseworkError("The register's newest answer does not name this weapon. Look at it again.")


def _about(candidate: Candidate) -> dict[str, Any]:
    return {"register_id": candidate.register_id, "serial": candidate.serial, "maker": candidate.maker}


def _given(text: str, otherwise: str) -> str:
    if not text.strip():
        raise CaseworkError(otherwise)
    return text.strip()[:_MOST]
