"""A trace request as a document for a machine: JSON, with a form that says its version, out and in.

The fields are those of ATF 3312.1, named in each field's description; part IX could not be read whole, so its fields
are ours. Possessor and associates (parts VI, VII) are not in it: links with persons leave by `viewmark export links`.
"""

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viewmark.casework.trace_request import TraceDraft, how_to_get
from viewmark.casework.trace_states import TraceState
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.json_document import first_fault, read_json, whole_text

FORM = "viewmark-trace-request-1"
MOST_BYTES = 1024 * 1024  # a check has 64 KB; a document of more is none of ours
_TEXT = 12_000


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _field(says: str, most: int = _TEXT) -> Any:
    return Field(description=says, max_length=most)


class Addressee(_Model):
    """Whom the request is for."""

    country: str = _field("ISO 3166 code where it was known, else as the mark says it")
    why: str = _field("which mark decided it")


class Request(_Model):
    """Parts I and II, and what ITI 17 and 18 ask for."""

    made_s: int = Field(description="1a, date of request, in UTC seconds", ge=0)
    post: str = _field("part IV, who asks: the post's reference")
    priority: Literal["routine", "urgent"] = Field(description="1b")
    special_instructions: str = _field("1c")
    crime_code: str = _field("2a")
    intended_use: str = _field("ITI 18, intended use of the reply")


class Firearm(_Model):
    """Part V. Texts are as confirmed, `?` in a serial is a character that could not be read."""

    serial: str = _field("5a, of frame or receiver")
    serial_obliterated: bool = Field(description="5b")
    manufacturer: str = _field("5c")
    type: str = _field("5d")
    calibre: str = _field("5e")
    model: str = _field("5f")
    country_of_origin: str = _field("5g")
    importer: str = _field("5h, required where the country is not the United States; empty else")
    additional_markings: list[str] = _field("5i, `component kind: text` each", 2000)
    other_serials: list[str] = _field("5i, serials of other parts, `component: text` each", 2000)


class Removed(_Model):
    """One serial that was altered, obliterated or restored: on which component, and what can be read."""

    component: str = _field("part IX, where it was", 40)
    state: Literal["altered", "obliterated", "restored"]
    reads: str = _field("what it reads now, empty for nothing")


class Obliterated(_Model):
    """Part IX, which 5b asks for."""

    serials: list[Removed] = Field(min_length=1, max_length=2000)
    restoration: Literal["not-attempted", "restored", "without-result"]
    removal: str = _field("ground, filed, drilled, punched, over-stamped, welded, other or unknown", 40)


class Recovery(_Model):
    """Part VIII."""

    recovered_s: int | None = Field(
        description="date of recovery, in UTC seconds; null where the handheld's clock had not been set", ge=0
    )
    context: str = _field("SDG 16.4.2: inspected, seized, found or surrendered", 40)
    circumstances: str = _field("ITI 17, circumstances of finding")


class State(_Model):
    """A state that the request came into: SDG 16.4.2 level of tracing, since which UTC second."""

    state: Literal["drafted", "sent", "answered", "closed"]
    level: Literal["traced", "established-otherwise", "pending", "not-enough-information", "never-attempted"]
    at_s: int = Field(ge=0)


class TraceDocument(_Model):
    """One trace request about one firearm of a check."""

    form: Literal["viewmark-trace-request-1"] = FORM
    request_id: str = _field("`<check>-T<number>`", 80)
    check_id: str = _field("the check that it was drafted from", 60)
    addressee: Addressee
    request: Request
    firearm: Firearm
    obliterated: Obliterated | None
    recovery: Recovery
    states: list[State] = Field(max_length=1000)


def document_of(request_id: str, made: TraceDraft, states: list[TraceState], now_s: int) -> TraceDocument:
    """Return the document of a whole request; ExchangeError, which says what lacks and how to get it, for half a one.

    It is dated when it was sent, `now_s` before that. Half characters, which no text may hold, stand as `\\udXXX`.
    """
    if made.lacking:
        raise ExchangeError(f"There is no half trace request: this is still missing. {how_to_get(made)}")
    told: dict[str, Any] = _whole(made.content)
    sent = [one.at_s for one in states if one.state == "sent"]
    asked = _told(told, "priority", "special_instructions", "crime_code", "intended_use")
    weapon = _told(told, "serial", "manufacturer", "type", "calibre", "model", "country_of_origin", "importer")
    marks = {name: told[name] for name in ("serial_obliterated", "additional_markings", "other_serials")}
    values: dict[str, Any] = {
        "request_id": request_id,
        "check_id": told["check_id"],
        "addressee": {"country": told["addressee"], "why": told["addressee_why"]},
        "request": {"made_s": sent[0] if sent else now_s, "post": told["recovered_at"] or "", **asked},
        "firearm": weapon | marks,
        "obliterated": None,
        "recovery": {"recovered_s": told["recovered_s"], **_told(told, "context", "circumstances")},
        "states": [{"state": one.state, "level": one.level, "at_s": one.at_s} for one in states],
    }
    if told["obliterated"]:
        removed = [one | {"reads": one["reads"] or ""} for one in told["obliterated"]]
        values["obliterated"] = {"serials": removed, "restoration": told["restoration"], "removal": told["removal"]}
    try:
        return TraceDocument.model_validate(values)
    except ValidationError as error:
        raise ExchangeError(f"This request has no document: {first_fault(error)}. Correct the mark.") from error


def written(document: TraceDocument) -> bytes:
    """Return a document as JSON in UTF-8."""
    return json.dumps(document.model_dump(), indent=1, ensure_ascii=False).encode()


def schema() -> bytes:
    """Return the JSON Schema of the form, with the field of ATF 3312.1 in each description."""
    return json.dumps(TraceDocument.model_json_schema(), indent=1).encode()


def read(content: bytes) -> TraceDocument:
    """Return the document in JSON; ExchangeError, with the first thing that is wrong, where it is none."""
    return read_json(TraceDocument, content, MOST_BYTES, "trace request")


def _told(told: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: told[name] or "" for name in names}


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return {name: _whole(one) for name, one in value.items()} if isinstance(value, dict) else value
