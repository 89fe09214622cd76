"""The record that a national register keeps of a firearm by Directive (EU) 2021/555 Art. 4(5), as JSON, out and in.

Type, make, model, calibre and serial; the mark on frame or receiver, which identifies the weapon; and the marks of
other essential components where they differ. `none` (known not to be there) is not `unknown` (not found out). Names of
holders and suppliers are not ours to give: a check has references alone, and they stay here. Warnings on a serial
follow the plausibility rules of the German register.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from viewmark.archive.checks import confirmed
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.json_document import read_json
from viewmark_protocol.checks import Check, Firearm, serial_mark
from viewmark_protocol.makers import maker_code
from viewmark_protocol.marks import Mark
from viewmark_protocol.plausibility import warnings
from viewmark_protocol.serials import exact

MOST_BYTES = 64 * 1024 * 1024
_MOST_CHARACTERS = 400
# Art. 1(2): what is an essential component; the frame and the receivers identify the weapon.
_IDENTIFYING = ("frame", "receiver-upper", "receiver-lower")
_COMPONENTS = (*_IDENTIFYING, "slide", "barrel", "bolt", "breech-block", "cylinder")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Value(_Model):
    """One field: its text, or that it is known not to be there, or was not found out."""

    text: str | None = Field(default=None, max_length=_MOST_CHARACTERS)
    state: Literal["given", "none", "unknown"]


class Component(_Model):
    """An essential component whose mark differs from the frame's or receiver's."""

    component: str = Field(max_length=40)
    mark: Value


class EuRecord(_Model):
    """One firearm."""

    check_id: str = Field(max_length=60)
    identifier: Value
    type: Value
    make: Value
    model: Value
    calibre: Value
    components: list[Component] = Field(max_length=20)
    warnings: list[str] = Field(max_length=20)


class EuDocument(_Model):
    """Records, and which form they have."""

    form: Literal["viewmark-eu-register-1"] = "viewmark-eu-register-1"
    records: list[EuRecord]


def records_of(check_id: str, check: Check) -> list[EuRecord]:
    """Return the record of each firearm of a check."""
    firearms: list[Firearm] = check.firearms
    return [_record(check_id, weapon) for weapon in firearms]


def written(records: list[EuRecord]) -> bytes:
    """Return a document of records."""
    return EuDocument(records=records).model_dump_json(indent=1).encode("utf-8", "surrogatepass")


def read(content: bytes) -> list[EuRecord]:
    """Return a document's records; ExchangeError, with the first thing that is wrong, where it is none."""
    document = read_json(EuDocument, content, MOST_BYTES, "document of register records")
    for record in document.records:
        for value in (record.identifier, record.type, record.make, record.model, record.calibre):
            if (value.state == "given") != bool(value.text):
                raise ExchangeError(f"{record.check_id} gives a text where it says there is none. It is not taken.")
    return document.records


def _record(check_id: str, weapon: Firearm) -> EuRecord:
    marks: list[Mark] = weapon.marks
    identifying = serial_mark(weapon)
    serial = identifying.confirmed if identifying is not None else None
    make = confirmed(marks, "maker")
    return EuRecord(
        check_id=check_id,
        identifier=_value_of(identifying),
        type=Value(state="unknown"),
        make=_value(marks, "maker"),
        model=_value(marks, "model"),
        calibre=_value(marks, "calibre"),
        components=[
            Component(component=mark.component, mark=_value_of(mark))
            for mark in marks
            if mark.kind == "serial" and mark.component in _COMPONENTS and _differs(mark, identifying)
        ],
        warnings=warnings(serial, maker_code(make)) if serial else [],
    )


def _differs(mark: Mark, identifying: Mark | None) -> bool:
    return mark is not identifying and (
        identifying is None or exact(mark.confirmed or "") != exact(identifying.confirmed or "")
    )


def _value(marks: list[Mark], kind: str) -> Value:
    return _value_of(next((mark for mark in marks if mark.kind == kind and mark.source != "code"), None))


def _value_of(mark: Mark | None) -> Value:
    if mark is None:
        return Value(state="unknown")
    if mark.confirmed:
        return Value(text=mark.confirmed, state="given")
    return Value(state="none" if mark.state == "none" else "unknown")
