"""The kinds of entities, and how each can be related to a weapon of a check.

The words are those of records (`LINK_KINDS`), but for `location`, which is a place here, and `communication`, which
operators alone can add. They follow what exchange models of police data have in common; no such model is claimed.
"""

from typing import NamedTuple

KINDS = ("person", "organisation", "vehicle", "parcel", "document", "payment", "communication", "place")
_OF_RECORD = {"location": "place"}
FOUND_WITH, OTHER = "found-with", "other"
# By kind of entity: the words of relations, beside `found-with`, which the officer's own links have, and `other`.
RELATIONS: dict[str, tuple[str, ...]] = {
    "person": ("holder", "owner", "driver", "sender", "recipient", "buyer", "seller"),
    "organisation": ("maker", "importer", "dealer", "carrier", "sender", "recipient"),
    "vehicle": ("carried-in",),
    "parcel": ("carried-in",),
    "document": ("licensed-by", "invoiced-by", "declared-by"),
    "payment": ("paid-with", "paid-to"),
    "communication": ("offered-by", "arranged-by"),
    "place": ("found-at", "sent-from", "sent-to", "kept-at"),
}


class Entity(NamedTuple):
    """One entity: its kind, and the reference by which it is known, as it was written."""

    kind: str
    reference: str

    @property
    def key(self) -> tuple[str, str]:
        """What is equal for the same entity, however its reference was spaced."""
        return self.kind, " ".join(self.reference.split())


def entity_of(kind: str, reference: str) -> Entity:
    """Return the entity of a link as a record or an operator gave it; the reference stays as it was written."""
    return Entity(_OF_RECORD.get(kind, kind), reference)


def record_kind(kind: str) -> str:
    """Return a kind of entity as records call it."""
    return next((word for word, own in _OF_RECORD.items() if own == kind), kind)


def words_for(kind: str) -> tuple[str, ...]:
    """Return the words that a relation with an entity of a kind can have."""
    return (FOUND_WITH, *RELATIONS[kind], OTHER)
