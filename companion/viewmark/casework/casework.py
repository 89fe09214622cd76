"""What operators do with a check: each act is checked, attributed, and added to its history."""

import time
from collections.abc import Callable
from typing import Any

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck, RegisterAnswer, confirmed_serial
from viewmark.archive.entries import Entry
from viewmark.casework.corrections import correction, standing_firearm
from viewmark.casework.decisions import confirmation, decision
from viewmark.casework.referral import STATEMENTS, Fired, Place, referrals
from viewmark.casework.trace_request import GIVEN, OF_THE_CHECK, TraceDraft, draft, how_to_get
from viewmark.casework.trace_states import (
    TraceState,
    firearms_asked,
    level_reached,
    newest_numbers,
    next_state,
    open_number,
    states_of,
)
from viewmark.errors import CaseworkError
from viewmark.links.entity import record_kind
from viewmark.links.payments import safe
from viewmark.links.relation import Relation, relation_entry, relations_of
from viewmark.register.delivery import put_trace
from viewmark.register.outbox import Outbox
from viewmark_protocol.checks import LINK_KINDS, Check, Firearm, Link

TECHNICAL_STATES = tuple(
    "unknown normal converted deactivated alarm-signal privately-made printed semi-finished".split()
)
_ASKED_BY = ("serial", "maker", "model", "calibre")
_MOST_REFERENCE = 200


class Casework:
    """The acts on the checks of an archive.

    `ask_again` has the register asked with what a check stands at after the entry of a number; `on_put` is called when
    the outbox has more.
    """

    def __init__(
        self, archive: Archive, outbox: Outbox, ask_again: Callable[[FiledCheck, int], None], on_put: Callable[[], None]
    ) -> None:
        self._archive = archive
        self._outbox = outbox
        self._ask_again = ask_again
        self._on_put = on_put

    def correct(
        self, filed: FiledCheck, who: str, firearm: int, component: str, kind: str, now: str, reason: str
    ) -> None:
        """Correct what a mark says, and have the register asked anew; CaseworkError that says what lacks."""
        content = correction(_checked(filed), firearm, component, kind, now, reason)
        number = self._add(filed, who, "correction", content)
        if kind in _ASKED_BY:
            self._ask_again(filed, number)

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
        self._add(filed, who, "link", {"kind": kind, "reference": safe(kind, reference.strip())})

    def relate(
        self, filed: FiledCheck, who: str, kind: str, reference: str, word: str, source: str, confidence: str
    ) -> None:
        """Relate a check with an entity: how, known from where, how sure it is; CaseworkError says what lacks."""
        self._add(filed, who, "link", relation_entry(kind, reference, word, source, confidence))

    def assess(self, filed: FiledCheck, who: str, technical_state: str, stated: list[str]) -> None:
        """Say which kind of weapon it is, and what is known of how it came here."""
        if technical_state not in TECHNICAL_STATES or any(one not in dict(STATEMENTS) for one in stated):
            raise CaseworkError("Choose which kind of weapon it is.")
        self._add(filed, who, "assessment", {"technical_state": technical_state, "stated": stated})

    def keep_trace(
        self, filed: FiledCheck, who: str, given: dict[str, str], is_sent: bool, firearm: int = 0
    ) -> TraceDraft:
        """Keep what a person adds to a firearm's request, and send it if wanted; CaseworkError says what lacks."""
        _needed(who)
        made = self.trace(filed, given, firearm)
        if is_sent and made.missing:
            labels = ", ".join(made.missing)
            raise CaseworkError(f"Not sent, because this is still missing: {labels}. {how_to_get(made)}")
        number = open_number(self.trace_states(filed), self._newest_numbers(filed), firearm)
        content = {name: given.get(name, "") for name, *_ in GIVEN}
        if is_sent:  # before it is said to be sent
            put_trace(self._outbox, trace_id(filed, number), filed.id, made.content, int(time.time()))
        said = {"said": made.content} if is_sent else {}  # marks may be corrected after it was sent
        self._add(filed, who, "trace", {"given": content, "sent": is_sent, "number": number, "firearm": firearm} | said)
        if is_sent:
            self._on_put()
        return made

    def trace(self, filed: FiledCheck, given: dict[str, str] | None = None, firearm: int = 0) -> TraceDraft:
        """Return a firearm's trace request as it stands, with what was kept or is given now; its place is from 0."""
        firearms = self.firearms(filed)
        if not firearms:
            raise CaseworkError("This check holds no firearm, so there is nothing to trace.")
        if not 0 <= firearm < len(firearms):
            raise CaseworkError(
                f"Check {filed.id} has no firearm {firearm + 1}. It holds {len(firearms)}: choose one of them."
            )
        said = self.trace_given(filed, firearm) if given is None else given
        return draft(filed, firearms[firearm], self.links(filed), said)

    def trace_given(self, filed: FiledCheck, firearm: int = 0) -> dict[str, str]:
        """Return what persons added to a firearm's trace request.

        Before that, what was last said of the check as a whole in the request of another of its firearms.
        """
        kept = self._kept(filed, "trace")
        own = [one.content["given"] for one in kept if one.content.get("firearm", 0) == firearm]
        if own or not kept:
            return dict(own[-1]) if own else {}
        return {name: kept[-1].content["given"].get(name, "") for name in OF_THE_CHECK}

    def sent_traces(self, filed: FiledCheck, firearm: int | None = None) -> list[str]:
        """Return the ids of the trace requests that were sent of a check, or of one of its firearms."""
        sent = [one.content for one in self._kept(filed, "trace") if one.content["sent"]]
        return [trace_id(filed, one["number"]) for one in sent if firearm in (None, one.get("firearm", 0))]

    def trace_states(self, filed: FiledCheck) -> dict[int, list[TraceState]]:
        """Return the states of every trace request of a check, oldest first, by its number."""
        return states_of(self._archive.entries.of(filed.key))

    def newest_trace(self, filed: FiledCheck, firearm: int = 0) -> tuple[str, TraceDraft, list[TraceState]]:
        """Return a firearm's newest trace request: its id, what it says, as it was sent if it was, and its states.

        CaseworkError where the check holds no such firearm.
        """
        made = self.trace(filed, firearm=firearm)
        states = self.trace_states(filed)
        number = self._newest_numbers(filed)[firearm]
        sent = [one.content for one in self._kept(filed, "trace") if "said" in one.content]
        said = [one["said"] for one in sent if one["number"] == number]
        return trace_id(filed, number), TraceDraft(said[-1], [], []) if said else made, states.get(number, [])

    def bring_trace(self, filed: FiledCheck, who: str, number: int, state: str, level: str, note: str) -> None:
        """Bring a trace request into its next state with the level of tracing; CaseworkError says why it cannot be."""
        self._add(filed, who, "trace-state", next_state(self.trace_states(filed), number, state, level, note))

    def referrals(self, filed: FiledCheck, place: Place) -> list[Fired]:
        """Return the referral rules that fire for a check, and why."""
        assessed = self._kept(filed, "assessment")
        stated = assessed[-1].content["stated"] if assessed else []
        return referrals(place, stated, len(filed.check.firearms) if filed.check else 0)

    def history(self, filed: FiledCheck) -> list[Entry]:
        """Return every entry to a check, oldest first."""
        return self._archive.entries.of(filed.key)

    def firearms(self, filed: FiledCheck) -> list[Firearm]:
        """Return a check's firearms with their marks as they stand after every correction."""
        corrections = self._kept(filed, "correction")
        found = filed.check.firearms if filed.check else []
        return [standing_firearm(one, number, corrections) for number, one in enumerate(found)]

    def standing(self, filed: FiledCheck) -> Check | None:
        """Return a check as it stands now: its firearms after every correction, and all that it is linked with.

        None where its record cannot be read here.
        """
        if filed.check is None:
            return None
        recorded = {name: getattr(filed.check, name) for name, _ in Check.FIELDS}
        return Check(**(recorded | {"firearms": self.firearms(filed), "links": self.links(filed)}))

    def levels_reached(self, filed: FiledCheck) -> list[str | None]:
        """Return how far the tracing of each firearm came, None where no request of it was sent or closed."""
        states, asked = self.trace_states(filed), self.firearms_asked(filed)
        return [
            level_reached({number: passed for number, passed in states.items() if asked.get(number, 0) == place})
            for place in range(len(filed.check.firearms) if filed.check else 0)
        ]

    def firearms_asked(self, filed: FiledCheck) -> dict[int, int]:
        """Return which firearm of a check each trace request is for, counted from 0, by the request's number."""
        return firearms_asked(self._archive.entries.of(filed.key))

    def serial(self, filed: FiledCheck) -> str | None:
        """Return the serial of a check's first firearm as it stands, None where it has none."""
        firearms = self.firearms(filed)
        return confirmed_serial(firearms[0]) if firearms else None

    def links(self, filed: FiledCheck) -> list[Link]:
        """Return what a check is linked with, in the words of records: by the officer, then by operators.

        A card's number is hidden in them. Entities for which records have no word are in `relations` alone.
        """
        return [
            Link(kind=kind, reference=one.entity.reference)
            for one in self.relations(filed)
            if (kind := record_kind(one.entity.kind)) in LINK_KINDS.words
        ]

    def relations(self, filed: FiledCheck) -> list[Relation]:
        """Return how a check is related with whom and what: by the officer, then by operators."""
        recorded = filed.check.links if filed.check else []
        return relations_of(filed.id, recorded, self._archive.entries.of(filed.key, "link"))

    def _newest_numbers(self, filed: FiledCheck) -> list[int]:
        return newest_numbers(self.firearms_asked(filed), len(filed.check.firearms) if filed.check else 0)

    def _kept(self, filed: FiledCheck, kind: str) -> list[Entry]:
        """Return the entries of a kind that still say something: those of an erased check do not."""
        return [one for one in self._archive.entries.of(filed.key, kind) if not one.content.get("erased")]

    def _answer(self, filed: FiledCheck) -> RegisterAnswer | None:
        return self._archive.answer(*filed.key)

    def _add(self, filed: FiledCheck, who: str, kind: str, content: dict[str, Any]) -> int:
        _needed(who)
        return self._archive.entries.add(filed.key, kind, int(time.time()), who, content)


def _needed(who: str) -> None:
    if not who:
        raise CaseworkError("Sign in first: every entry has its author.")


def trace_id(filed: FiledCheck, number: int) -> str:
    """Return the id of a check's trace request, counted from 1."""
    return f"{filed.id}-T{number}"


def _checked(filed: FiledCheck) -> Check:
    if filed.check is None:
        raise CaseworkError("This record cannot be read, so nothing in it can be corrected.")
    return filed.check
