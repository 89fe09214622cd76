"""Every message by its number, and their bytes: length-prefixed CBOR arrays `[id, request, fields...]`."""

import struct

from ..cbor import append, decode
from ..compat import TYPE_CHECKING, const
from ..errors import MalformedMessageError, SchemaError, UnknownMessageError
from .base import Message
from .downward import ListWanted, OfferList, PushAnswer, PushListPart, SetClock, SetListKey
from .hello import Bye, Done, Failed, Hello
from .keys import KEY_MESSAGES
from .records import Acknowledge, AcknowledgePhoto, PhotoPart, PullPhoto, PullRecords, Records

if TYPE_CHECKING:
    from typing import Any

MESSAGES: "tuple[type[Message], ...]" = (
    Hello,
    Done,
    Failed,
    Bye,
    PullRecords,
    Records,
    Acknowledge,
    PullPhoto,
    PhotoPart,
    AcknowledgePhoto,
    SetClock,
    PushAnswer,
    OfferList,
    ListWanted,
    PushListPart,
    SetListKey,
) + KEY_MESSAGES
MAX_MESSAGE_BYTES = const(16384)
LENGTH_BYTES = 4

_BY_ID = {message.ID: message for message in MESSAGES}


def encode_message(message: Message, request: int) -> bytes:
    """Return a message's bytes with their length before them. An answer carries the number of its request."""
    out = bytearray(LENGTH_BYTES)
    append(out, [message.ID, request] + message.pack())
    size = len(out) - LENGTH_BYTES
    if size > MAX_MESSAGE_BYTES:
        raise SchemaError("message over " + str(MAX_MESSAGE_BYTES) + " bytes")
    struct.pack_into(">I", out, 0, size)
    return bytes(out)


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
