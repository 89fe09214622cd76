"""What operators do with a check: each act is checked, attributed, and added to its history."""

import time
from collections.abc import Callable
from typing import Any

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.archive.entries import Entry
from viewmark.casework.corrections import correction, standing_firearm
from viewmark.casework.decisions import confirmation, decision
from viewmark.errors import CaseworkError
from viewmark_protocol.checks import LINK_KINDS, Check, Firearm, Link

_ASKED_BY = ("serial", "maker", "model", "calibre")
_MOST_REFERENCE = 200


class Casework:
    """The acts on the checks of an archive; `ask_again` has the register asked with what a check stands at now."""

    def __init__(self, archive: Archive, ask_again: Callable[[FiledCheck], None]) -> None:
        self._archive = archive
        self._ask_again = ask_again

    def correct(
        self, filed: FiledCheck, who: str, firearm: int, component: str, kind: str, now: str, reason: str
    ) -> None:
        """Correct what a mark says, and have the register asked anew; CaseworkError that says what lacks."""
        self._add(filed, who, "correction", correction(_checked(filed), firearm, component, kind, now, reason))
        if kind in _ASKED_BY:
            self._ask_again(filed)

    def decide(self, filed: FiledCheck, who: str, register_id: str, word: str, reason: str) -> None:
        """Say whether a candidate is this weapon; the verdict stays as it was given."""
        self._add(filed, who, "decision", decision(self._answer(filed), register_id, word, reason))

    def confirm(
        self, filed: FiledCheck, who: str, register_id: str, authority: str, reference: str, reason: str = ""
    ) -> None:
        """Record that the authority that owns a record confirmed it."""
        content = confirmation(self._answer(filed), register_id, authority, reference, reason)
        self._add(filed, who, "confirmation", content)

    def link(self, filed: FiledCheck, who: str, kind: str, reference: str) -> None:
        """Link a check with a person, vehicle, parcel, dealer or payment, by a reference."""
        if kind not in LINK_KINDS.words or not 0 < len(reference.strip()) <= _MOST_REFERENCE:
            raise CaseworkError("Choose what it is linked with, and give a reference of at most 200 characters.")
        self._add(filed, who, "link", {"kind": kind, "reference": reference.strip()})

    def history(self, filed: FiledCheck) -> list[Entry]:
        """Return every entry to a check, oldest first."""
        return self._archive.entries.of(filed)

    def firearms(self, filed: FiledCheck) -> list[Firearm]:
        """Return a check's firearms with their marks as they stand after every correction."""
        corrections = self._archive.entries.of(filed, "correction")
        found = filed.check.firearms if filed.check else []
        return [standing_firearm(one, number, corrections) for number, one in enumerate(found)]

    def links(self, filed: FiledCheck) -> list[Link]:
        """Return what a check is linked with: by the officer, then by operators."""
        added = [Link(**one.content) for one in self._archive.entries.of(filed, "link")]
        return [*(filed.check.links if filed.check else []), *added]

    def _answer(self, filed: FiledCheck) -> Any:
        return self._archive.answer(filed.device_id, filed.log_id, filed.sequence)

    def _add(self, filed: FiledCheck, who: str, kind: str, content: dict[str, Any]) -> None:
        if not who:
            raise CaseworkError("Sign in first: every entry has its author.")
        self._archive.entries.add(filed, kind, int(time.time()), who, content)


def _checked(filed: FiledCheck) -> Check:
    if filed.check is None:
        raise CaseworkError("This record cannot be read, so nothing in it can be corrected.")
    return filed.check
