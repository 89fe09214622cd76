"""Every message by its number, and their bytes: length-prefixed CBOR arrays `[id, request, fields...]`.

A family is loaded when one of its messages is met: on a handheld most sessions need two or three of them.
"""

import struct

from ..cbor import append, decode
from ..compat import TYPE_CHECKING, const
from ..errors import MalformedMessageError, SchemaError, UnknownMessageError
from .base import Message

if TYPE_CHECKING:
    from typing import Any

# Each family's module and its first number; it ends before the next one's.
FAMILIES = (
    ("hello", 1),
    ("records", 16),
    ("downward", 32),
    ("keys", 48),
    ("pairing", 56),
    ("paired", 61),
    ("firmware", 72),
)
MAX_MESSAGE_BYTES = const(16384)
LENGTH_BYTES = 4

_BY_ID: "dict[int, type[Message]]" = {}
_loaded: "set[str]" = set()


def family_of(number: int) -> str:
    """Return the family that a message's number belongs to, empty below the first."""
    found = ""
    for family, first in FAMILIES:
        if number >= first:
            found = family
    return found


def all_messages() -> "tuple[type[Message], ...]":
    """Return every message, in the order of their numbers."""
    for family, _ in FAMILIES:
        _load(family)
    return tuple([_BY_ID[number] for number in sorted(_BY_ID)])


def _load(family: str) -> None:
    if family and family not in _loaded:
        module: "Any" = __import__("viewmark_protocol.messages." + family, None, None, ("MESSAGES",))
        for message in module.MESSAGES:
            _BY_ID[message.ID] = message
        _loaded.add(family)


def encode_message(message: Message, request: int) -> bytearray:
    """Return a message's bytes with their length before them. An answer carries the number of its request."""
    out = bytearray(LENGTH_BYTES)
    append(out, [message.ID, request] + message.pack())
    size = len(out) - LENGTH_BYTES
    if size > MAX_MESSAGE_BYTES:
        raise SchemaError("message over " + str(MAX_MESSAGE_BYTES) + " bytes")
    struct.pack_into(">I", out, 0, size)
    return out


def decode_message(body: bytes) -> "tuple[int, Message]":
    """Return `(request, message)`; CborError or SchemaError where there is none.

    UnknownMessageError and MalformedMessageError have the arguments `(request, text)`, so that they can be answered.
    """
    values: "Any" = decode(body)
    if not isinstance(values, list) or len(values) < 2:  # pyright: ignore[reportUnknownArgumentType]
        raise SchemaError("no message")
    items: "list[Any]" = values  # pyright: ignore[reportUnknownVariableType]
    number, request = items[0], items[1]
    if type(number) is not int or type(request) is not int or request < 0:
        raise SchemaError("no message")
    _load(family_of(number))
    if number not in _BY_ID:
        raise UnknownMessageError(request, "message " + str(number) + " is not known here")
    try:
        return request, _BY_ID[number].unpack(items[2:])
    except SchemaError as error:
        raise MalformedMessageError(request, str(error))


class MessageReader:
    """Cuts a stream into message bodies."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> "list[bytes]":
        """Return every body that `data` completes; SchemaError when a length is over the cap: end the session."""
        self._buffer.extend(data)
        bodies: "list[bytes]" = []
        at = 0
        while len(self._buffer) - at >= LENGTH_BYTES:
            size: int = struct.unpack_from(">I", self._buffer, at)[0]
            if size > MAX_MESSAGE_BYTES:
                raise SchemaError("message over " + str(MAX_MESSAGE_BYTES) + " bytes")
            if len(self._buffer) - at - LENGTH_BYTES < size:
                break
            at += LENGTH_BYTES
            bodies.append(bytes(memoryview(self._buffer)[at : at + size]))
            at += size
        if at:
            self._buffer = self._buffer[at:]
        return bodies
