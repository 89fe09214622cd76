"""The types of what comes in over HTTP: bounded text that every database can store."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from viewmark_protocol.checks import LOG_ID_BYTES

from ..wire import SERIAL_LIMIT_CHARACTERS, TEXT_LIMIT_CHARACTERS

MOST_SEQUENCE = (1 << 63) - 1


def _storable(text: str) -> str:
    if any(ord(character) < 0x20 or 0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise ValueError("control characters and lone surrogates are not taken")
    return text


def _limited(most: int, least: int) -> StringConstraints:
    return StringConstraints(max_length=most, min_length=least, strip_whitespace=True)


Serial = Annotated[str, StringConstraints(max_length=SERIAL_LIMIT_CHARACTERS), AfterValidator(_storable)]
Text = Annotated[str, _limited(TEXT_LIMIT_CHARACTERS, 0), AfterValidator(_storable)]
Verbatim = Annotated[str, AfterValidator(_storable)]
GivenText = Annotated[str, _limited(TEXT_LIMIT_CHARACTERS, 1), AfterValidator(_storable)]
LogId = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{2 * LOG_ID_BYTES}}}$")]
