"""Deterministic CBOR (RFC 8949 section 4.2.1): integers, bytes, text, arrays, maps, booleans and null.

Floats, tags and indefinite lengths are not part of the protocol and are refused.
"""

import struct

from .compat import TYPE_CHECKING, const
from .errors import CborError

if TYPE_CHECKING:
    from typing import Any

_UINT = const(0)
_NEGATIVE = const(1)
_BYTES = const(2)
_TEXT = const(3)
_ARRAY = const(4)
_MAP = const(5)
_MAX_DEPTH = const(12)  # a check with its firearms, marks and alternatives is 7 deep
_HEAD_FORMATS = {24: (">B", 1), 25: (">H", 2), 26: (">I", 4), 27: (">Q", 8)}
_SMALLEST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}
_SECOND_BYTES = {0xE0: (0xA0, 0xBF), 0xED: (0x80, 0x9F), 0xF0: (0x90, 0xBF), 0xF4: (0x80, 0x8F)}


def encode(value: "Any") -> bytes:
    """Return the one deterministic encoding of `value`; CborError on a type or size outside of the subset."""
    out = bytearray()
    append(out, value)
    return bytes(out)


def append(out: bytearray, value: "Any") -> None:
    """Append the encoding of `value` to `out`."""
    _encode(out, value, 0)


def decode(data: "bytes | bytearray | memoryview") -> "Any":
    """Return the value that `data` holds, all of it; CborError on anything but deterministic CBOR."""
    buffer = bytes(data)
    value, end = _decode(buffer, 0, 0)
    if end != len(buffer):
        raise CborError("bytes after the end of the value")
    return value


def _head(out: bytearray, major: int, value: int) -> None:
    major <<= 5
    if value < 24:
        out.append(major | value)
    elif value < 1 << 8:
        out.append(major | 24)
        out.append(value)
    elif value < 1 << 16:
        out.extend(struct.pack(">BH", major | 25, value))
    elif value < 1 << 32:
        out.extend(struct.pack(">BI", major | 26, value))
    elif value < 1 << 64:
        out.extend(struct.pack(">BQ", major | 27, value))
    else:
        raise CborError("integer over 64 bits")


def _encode(out: bytearray, value: "Any", depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise CborError("nested too deep")
    if value is None:
        out.append(0xF6)
    elif value is True:
        out.append(0xF5)
    elif value is False:
        out.append(0xF4)
    elif isinstance(value, int):
        if value >= 0:
            _head(out, _UINT, value)
        else:
            _head(out, _NEGATIVE, -1 - value)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        content = bytes(value)  # pyright: ignore[reportUnknownArgumentType]
        _head(out, _BYTES, len(content))
        out.extend(content)
    elif isinstance(value, str):
        try:
            text = value.encode()
        except UnicodeError:
            raise CborError("text with a lone surrogate")
        if len(text) != len(value):
            _check_utf8(text)
        _head(out, _TEXT, len(text))
        out.extend(text)
    elif isinstance(value, (list, tuple)):
        items: "Any" = value  # pyright: ignore[reportUnknownVariableType]
        _head(out, _ARRAY, len(items))
        for item in items:
            _encode(out, item, depth + 1)
    elif isinstance(value, dict):
        table: "dict[Any, Any]" = value  # pyright: ignore[reportUnknownVariableType]
        pairs: "list[tuple[bytes, Any]]" = sorted(
            [(_encode_key(key), table[key]) for key in table], key=lambda pair: pair[0]
        )
        _head(out, _MAP, len(pairs))
        for key, item in pairs:
            out.extend(key)
            _encode(out, item, depth + 1)
    else:
        raise CborError("no CBOR for " + type(value).__name__)


def _encode_key(key: "Any") -> bytes:
    if not _is_key(key):
        raise CborError("a key must be a number, text or bytes")
    return encode(key)


def _is_key(key: "Any") -> bool:
    # In a dict True is the same key as 1: two maps would become one.
    return isinstance(key, (int, str, bytes)) and not isinstance(key, bool)


def _argument(data: bytes, at: int, low: int) -> "tuple[int, int]":
    if low < 24:
        return low, at
    if low > 27:
        raise CborError("indefinite or reserved length")
    form, size = _HEAD_FORMATS[low]
    if at + size > len(data):
        raise CborError("cut off")
    value: int = struct.unpack_from(form, data, at)[0]
    if value < _SMALLEST[low]:
        raise CborError("not the shortest form")
    return value, at + size


def _decode(data: bytes, at: int, depth: int) -> "tuple[Any, int]":
    if depth > _MAX_DEPTH:
        raise CborError("nested too deep")
    if at >= len(data):
        raise CborError("cut off")
    first = data[at]
    major = first >> 5
    at += 1
    if major > _MAP:
        if first == 0xF6:
            return None, at
        if first == 0xF5 or first == 0xF4:
            return first == 0xF5, at
        raise CborError("tag, float or simple value")
    value, at = _argument(data, at, first & 31)
    if major == _UINT:
        return value, at
    if major == _NEGATIVE:
        return -1 - value, at
    if value > len(data) - at:  # an item is at least one byte: no huge list from a short lie
        raise CborError("cut off")
    if major == _BYTES:
        return data[at : at + value], at + value
    if major == _TEXT:
        return _text(data[at : at + value]), at + value
    if major == _ARRAY:
        return _decode_array(data, at, value, depth)
    return _decode_map(data, at, value, depth)


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeError:
        raise CborError("text that is no UTF-8")
    if len(text) != len(data):
        _check_utf8(data)
    return text


def _check_utf8(data: bytes) -> None:
    # MicroPython also takes overlong forms, surrogates, and what lies beyond U+10FFFF (RFC 3629 section 4).
    at = 0
    while at < len(data):
        lead = data[at]
        if lead < 0x80:
            at += 1
            continue
        size = 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 0
        if not size or at + size > len(data):
            raise CborError("text that is no UTF-8")
        second = data[at + 1]
        low, high = _SECOND_BYTES.get(lead, (0x80, 0xBF))
        if not low <= second <= high:
            raise CborError("text that is no UTF-8")
        for byte in data[at + 2 : at + size]:
            if byte & 0xC0 != 0x80:
                raise CborError("text that is no UTF-8")
        at += size


def _decode_array(data: bytes, at: int, count: int, depth: int) -> "tuple[list[Any], int]":
    items: "list[Any]" = []
    for _ in range(count):
        item, at = _decode(data, at, depth + 1)
        items.append(item)
    return items, at


def _decode_map(data: bytes, at: int, count: int, depth: int) -> "tuple[dict[Any, Any], int]":
    table: "dict[Any, Any]" = {}
    last = b""
    for _ in range(count):
        start = at
        key, at = _decode(data, at, depth + 1)
        if not _is_key(key):
            raise CborError("a key must be a number, text or bytes")
        encoded = data[start:at]
        if encoded <= last:
            raise CborError("keys out of order or doubled")
        last = encoded
        table[key], at = _decode(data, at, depth + 1)
    return table, at
