"""A message: a check's firearm in the fields of one profile, and what must travel with it.

Handling codes H0 to H3 as in the Council's manual on law enforcement information exchange (6261/18); evaluation codes
(4x4) as in Regulation (EU) 2016/794 Art. 29. A message without them is neither made nor read. Its id is made of what it
says: the same said to the same addressee is the same message, however often it is put.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from viewmark.exchange.json_document import read_json
from viewmark.gateways.errors import MessageError

FORM = "viewmark-gateway-message-1"
MOST_BYTES = 1024 * 1024
_MOST_CHARACTERS = 200
_MOST_RESTRICTION = 2000
_MOST_MAPPING = 4000

HANDLING = {
    "H0": "only to prevent and combat crime, as the applicable law allows",
    "H1": "not to be disclosed in judicial proceedings without the provider's permission",
    "H2": "not to be disseminated without the provider's permission",
    "H3": "other restrictions, which the message states",
}
SOURCE = {
    "A": "no doubt about the source, or it was reliable in all instances",
    "B": "the source was reliable in most instances",
    "C": "the source was unreliable in most instances",
    "X": "the source's reliability cannot be assessed",
}
INFORMATION = {
    "1": "accuracy not in doubt",
    "2": "known personally to the source, not to the official who passes it on",
    "3": "not known personally to the source, but corroborated",
    "4": "not known personally to the source, and cannot be corroborated",
}

_Text = Annotated[str, StringConstraints(min_length=1, max_length=_MOST_CHARACTERS)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Handling(_Model):
    """What the receiver may do with a message; `restriction` says it where the code is H3."""

    code: Literal["H0", "H1", "H2", "H3"]
    restriction: str = Field(default="", max_length=_MOST_RESTRICTION)


class Evaluation(_Model):
    """How reliable the source is, and how accurate the information."""

    source: Literal["A", "B", "C", "X"]
    information: Literal["1", "2", "3", "4"]


class _Document(_Model):
    form: Literal["viewmark-gateway-message-1"]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,20}-[0-9a-f]{32}$")]
    profile: _Text
    mapping: str = Field(min_length=1, max_length=_MOST_MAPPING)
    addressee: _Text
    handling: Handling
    evaluation: Evaluation
    check_id: _Text
    body: dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A message as it is sent. `content` is the file, UTF-8 JSON; everything else stands in it."""

    id: str
    profile: str
    addressee: str
    handling: Handling
    evaluation: Evaluation
    check_id: str
    body: dict[str, Any]
    content: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file in hexadecimal, which a receipt must name."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def key(self) -> str:
        """The key of the profile that it was made by."""
        return self.id.partition("-")[0]


def codes(handling: str, source: str, information: str, restriction: str = "") -> tuple[Handling, Evaluation]:
    """Return the codes of a message; MessageError that names what is missing, and what there is to choose from."""
    chosen = (
        ("handling code", handling, HANDLING),
        ("evaluation of the source", source, SOURCE),
        ("evaluation of the information", information, INFORMATION),
    )
    for name, code, known in chosen:
        if code not in known:
            choices = "; ".join(f"{one}: {meaning}" for one, meaning in known.items())
            raise MessageError(f"No message leaves without its {name}. Give one of {choices}.")
    if (handling == "H3") != bool(restriction.strip()):
        raise MessageError("H3 needs its restriction in words, and the other handling codes have none. Correct that.")
    # The words were looked up just above, which the checker of types cannot see.
    given = Handling(code=cast(Any, handling), restriction=_bounded("restriction", restriction, _MOST_RESTRICTION))
    return given, Evaluation(source=cast(Any, source), information=cast(Any, information))


def make_message(
    key: str,
    profile: str,
    mapping: str,
    addressee: str,
    handling: Handling,
    evaluation: Evaluation,
    check_id: str,
    body: dict[str, Any],
) -> Message:
    """Return a message by the profile with this key; MessageError where it cannot be written, or is too large."""
    said: dict[str, Any] = {
        "profile": profile,
        "addressee": _bounded("addressee", addressee, _MOST_CHARACTERS),
        "handling": handling.model_dump(),
        "evaluation": evaluation.model_dump(),
        "check_id": check_id,
        "body": body,
    }
    own_id = f"{key}-{hashlib.sha256(_encoded(said)).hexdigest()[:32]}"
    return read_message(_encoded({"form": FORM, "id": own_id, "mapping": mapping} | said))


def read_message(content: bytes) -> Message:
    """Return the message in a file; MessageError, with the first thing that is wrong, where it is none."""
    document = read_json(_Document, content, MOST_BYTES, "message of a gateway", MessageError)
    if (document.handling.code == "H3") != bool(document.handling.restriction.strip()):
        raise MessageError("H3 needs its restriction in words, and the other handling codes have none. Correct that.")
    values = {name: getattr(document, name) for name in _Document.model_fields if name not in ("form", "mapping")}
    return Message(content=content, **values)


def _bounded(name: str, text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise MessageError(f"The {name} has {len(text)} characters, {most} at most. Shorten it.")
    return text


def _encoded(value: dict[str, Any]) -> bytes:
    try:
        return json.dumps(value, indent=1, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise MessageError("A text holds half a character, which no file can. Write it again.") from error
