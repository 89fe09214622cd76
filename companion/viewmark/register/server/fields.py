"""The types of what comes in over HTTP: bounded text that every database can store."""

import json
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from viewmark_protocol.checks import LOG_ID_BYTES

from ..wire import SERIAL_LIMIT_CHARACTERS, TEXT_LIMIT_CHARACTERS

MOST_SEQUENCE = (1 << 63) - 1


def _storable(text: str) -> str:
    if any(ord(character) < 0x20 or 0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise ValueError("control characters and lone surrogates are not taken")
    return text


def _storable_json(value: dict[str, Any]) -> dict[str, Any]:
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # ValueError for half a character, or no number
    return value


def _limited(most: int, least: int) -> StringConstraints:
    return StringConstraints(max_length=most, min_length=least, strip_whitespace=True)


Serial = Annotated[str, StringConstraints(max_length=SERIAL_LIMIT_CHARACTERS), AfterValidator(_storable)]
Text = Annotated[str, _limited(TEXT_LIMIT_CHARACTERS, 0), AfterValidator(_storable)]
Verbatim = Annotated[str, AfterValidator(_storable)]
GivenText = Annotated[str, _limited(TEXT_LIMIT_CHARACTERS, 1), AfterValidator(_storable)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
StorableJson = Annotated[dict[str, Any], AfterValidator(_storable_json)]
LogId = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{2 * LOG_ID_BYTES}}}$")]
