"""A relation: how an entity belongs to a check, where that is known from, and how sure it is."""

from typing import Any, NamedTuple

from viewmark.archive.entries import Entry
from viewmark.errors import CaseworkError
from viewmark.links.entity import FOUND_WITH, KINDS, Entity, entity_of, words_for
from viewmark.links.payments import WRONG, payment_of, safe
from viewmark_protocol.checks import Link

SOURCES = ("officer", "operator", "statement", "document", "register", "partner")
NOT_STATED = "not-stated"
CONFIDENCES = ("confirmed", "probable", "possible", NOT_STATED)
MOST_REFERENCE = 200


class Relation(NamedTuple):
    """One relation of a check: with which entity, the word for how, its source, confidence, and who added it.

    `by` is empty for what the officer recorded at the weapon.
    """

    check_id: str
    entity: Entity
    word: str
    source: str
    confidence: str
    by: str = ""


def relation_entry(kind: str, reference: str, word: str, source: str, confidence: str) -> dict[str, Any]:
    """Return the entry that relates a check with an entity; CaseworkError that says what lacks.

    Of a card's number the first six and last four digits are kept. What is a card, an IBAN or an address by its form is
    refused where its check digits are wrong.
    """
    if kind not in KINDS:
        raise CaseworkError(f"Say what it is linked with: one of {', '.join(KINDS)}.")
    entity = entity_of(kind, reference.strip())
    if not 0 < len(entity.reference) <= MOST_REFERENCE or not entity.reference.isprintable():
        raise CaseworkError(f"Give a reference of 1 to {MOST_REFERENCE} printable characters.")
    if word not in words_for(kind):
        raise CaseworkError(f"A relation with a {kind} is one of {', '.join(words_for(kind))}. Choose one.")
    if source not in SOURCES or confidence not in CONFIDENCES:
        raise CaseworkError(
            f"Say where it is known from ({', '.join(SOURCES)}) and how sure it is ({', '.join(CONFIDENCES)})."
        )
    if kind == "payment" and (payment := payment_of(entity.reference)).checked == WRONG:
        raise CaseworkError(
            f"The check digits of this {payment.form} are wrong. Compare it with the original, character by character;"
            " if it stands there so, link the document that says it."
        )
    said = {"kind": kind, "reference": safe(*entity)}
    return said | {"relation": word, "source": source, "confidence": confidence}


def relations_of(check_id: str, recorded: list[Link], entries: list[Entry]) -> list[Relation]:
    """Return a check's relations: the officer's links first, then those of `entries`, all entries of the check.

    Links that operators gave without a word for how were found with the weapon, as the officer's are.
    """
    found = [Relation(check_id, _safe(one.kind, one.reference), FOUND_WITH, "officer", NOT_STATED) for one in recorded]
    for one in entries:
        if one.kind == "link" and "reference" in one.content:  # else erased after its time
            said = one.content
            how = (said.get("relation", FOUND_WITH), said.get("source", "operator"), said.get("confidence", NOT_STATED))
            found.append(Relation(check_id, _safe(said["kind"], said["reference"]), *how, one.who))
    return found


def _safe(kind: str, reference: str) -> Entity:
    entity = entity_of(kind, reference)
    return entity._replace(reference=safe(*entity))
