"""Links of checks with entities as JSON, out and in: what a role may not see is not in it.

Entities are numbered anew in each document, so that a number says nothing of the reference behind it.
"""

import json
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.json_document import read_json, whole_text
from viewmark.links.entity import KINDS, Entity
from viewmark.links.payments import payment_of
from viewmark.links.relation import Relation
from viewmark.links.visibility import NOTHING, ROLES, SEES_AUTHORS, WHOLE, level

FORM = "viewmark-links-1"
MOST_BYTES = 256 * 1024 * 1024
_TEXT = 400_000  # a record has 64 KB


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class LinkedPayment(_Model):
    """What a payment's reference is; `wrong` where its check digits do not agree."""

    form: Literal["card", "iban", "bitcoin", "other-chain", "other"]
    checked: Literal["valid", "wrong", "not-checked"]


class LinkedEntity(_Model):
    """One entity: a number of this document, its kind, and its reference where the role sees that."""

    id: str = Field(pattern=r"^E[0-9]+$", max_length=12)
    kind: Literal["person", "organisation", "vehicle", "parcel", "document", "payment", "communication", "place"]
    reference: str | None = Field(default=None, max_length=_TEXT)
    payment: LinkedPayment | None = None


class LinkedRelation(_Model):
    """One relation of a check with an entity; `by` is who added it, for roles that see that."""

    check_id: str = Field(max_length=60)
    entity: str = Field(max_length=12)
    relation: str = Field(max_length=40)
    source: Literal["officer", "operator", "statement", "document", "register", "partner"]
    confidence: Literal["confirmed", "probable", "possible", "not-stated"]
    by: str | None = Field(default=None, max_length=_TEXT)


class LinksDocument(_Model):
    """The links that a role may see. `withheld` are the kinds of which it sees nothing, were there any or not."""

    form: Literal["viewmark-links-1"] = FORM
    role: Literal["operator", "analyst", "partner"]
    withheld: list[str] = Field(max_length=20)
    entities: list[LinkedEntity]
    relations: list[LinkedRelation]


def links_document(role: str, relations: Iterable[Relation]) -> LinksDocument:
    """Return the document of relations for a role; ExchangeError where there is no such role."""
    if role not in ROLES:
        raise ExchangeError(f"Say whom the links are for, with --role: one of {', '.join(ROLES)}.")
    numbers: dict[tuple[str, str], str] = {}
    entities: list[dict[str, Any]] = []
    seen: list[dict[str, str | None]] = []
    for one in relations:
        if level(role, one.entity.kind) == NOTHING:
            continue
        number = numbers.setdefault(one.entity.key, f"E{len(numbers) + 1}")
        if len(numbers) > len(entities):
            entities.append(_entity(role, one.entity, number))
        said = {"check_id": one.check_id, "entity": number, "relation": one.word}
        by = whole_text(one.by) if one.by and role in SEES_AUTHORS else None
        seen.append(said | {"source": one.source, "confidence": one.confidence, "by": by})
    values = {
        "role": role,
        "withheld": [kind for kind in KINDS if level(role, kind) == NOTHING],
        "entities": entities,
        "relations": seen,
    }
    return LinksDocument.model_validate(values)


def written(document: LinksDocument) -> bytes:
    """Return a document as JSON in UTF-8; fields that a role does not see are not there."""
    return json.dumps(document.model_dump(exclude_none=True), indent=1, ensure_ascii=False).encode()


def read(content: bytes) -> LinksDocument:
    """Return the document in JSON; ExchangeError, with the first thing that is wrong, where it is none."""
    document = read_json(LinksDocument, content, MOST_BYTES, "document of links")
    known = {one.id for one in document.entities}
    if len(known) != len(document.entities) or any(one.entity not in known for one in document.relations):
        raise ExchangeError("This document of links names an entity that is not in it, or one twice. It is not taken.")
    return document


def _entity(role: str, entity: Entity, number: str) -> dict[str, Any]:
    said: dict[str, Any] = {"id": number, "kind": entity.kind}
    if level(role, entity.kind) != WHOLE:
        return said
    if entity.kind == "payment":
        payment = payment_of(entity.reference)
        said["payment"] = {"form": payment.form, "checked": payment.checked}
    return said | {"reference": whole_text(entity.reference)}
