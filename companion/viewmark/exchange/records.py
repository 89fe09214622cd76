"""Declared records as XML and back: an element for each field, so that nothing of a check is lost beside NIEM.

Characters that XML does not allow stand as `\\uXXXX`, and a backslash as two: every text comes back as it was.
"""

import re
from typing import Any

from lxml import etree

from viewmark.exchange.errors import ExchangeError
from viewmark_protocol.schema import ArrayOf, Optional, Record, Words

NAMESPACE = "urn:viewmark:exchange:1"
VM = f"{{{NAMESPACE}}}"

# What XML 1.0 has no place for, the backslash, and what a parser would turn into another line end.
_ESCAPED = re.compile(r"[^\t\n\x20-\x5b\x5d-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


def escaped(text: str) -> str:
    """Return a text as XML can hold it."""
    return _ESCAPED.sub(lambda one: "\\\\" if one[0] == "\\" else f"\\u{ord(one[0]):04x}", text)


def unescaped(text: str) -> str:
    """Return what `escaped` was given; ExchangeError where that is half a character, which no record can hold."""
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return "\\"
    code = int(escape[1], 16)
    if 0xD800 <= code <= 0xDFFF:
        raise ExchangeError(f"A text holds half a character, {escape[0]}. Write it whole. The document is not taken.")
    return chr(code)


def write(parent: "etree._Element", record: Record) -> None:
    """Put a record's fields into an element."""
    for name, kind in record.FIELDS:
        _write_field(parent, kind, name, getattr(record, name))


def read(element: "etree._Element", kind: type[Record]) -> Any:
    """Return the record that an element holds; ExchangeError where a field is missing or is of another kind."""
    return kind(**{name: _read_field(element, field, name) for name, field in kind.FIELDS})


def tag(name: str) -> str:
    """Return the element's name of a field."""
    return VM + "".join(part.capitalize() for part in name.split("_"))


def _write_field(parent: "etree._Element", kind: Any, name: str, value: Any) -> None:
    if value is None:
        return
    if isinstance(kind, Optional):
        _write_field(parent, kind.inner, name, value)
        return
    element = etree.SubElement(parent, tag(name))
    if isinstance(kind, ArrayOf):
        for item in value:
            _write_field(element, kind.inner, "item", item)
    elif isinstance(value, Record):
        write(element, value)
    elif isinstance(value, bytes | bytearray | memoryview):
        element.text = bytes(value).hex()
    else:
        element.text = escaped(str(value))


def _read_field(parent: "etree._Element", kind: Any, name: str) -> Any:
    found = parent.find(tag(name))
    if isinstance(kind, Optional):
        return None if found is None else _value(found, kind.inner, name)
    if found is None:
        raise ExchangeError(f"The document lacks {name.replace('_', ' ')}. It is not taken.")
    return _value(found, kind, name)


def _value(element: "etree._Element", kind: Any, name: str) -> Any:
    if isinstance(kind, ArrayOf):
        return [_value(one, kind.inner, name) for one in element.iterchildren(tag("item"))]
    if isinstance(kind, type) and issubclass(kind, Record):
        return read(element, kind)
    text = unescaped(element.text or "")
    try:
        if kind == "bytes":
            return bytes.fromhex(text)
        if kind in ("uint", "int"):
            return int(text)
    except ValueError as error:
        raise ExchangeError(f"{text[:40]!r} is no {name.replace('_', ' ')}. The document is not taken.") from error
    if isinstance(kind, Words) and text not in kind.words:
        raise ExchangeError(f"{text[:40]!r} is no {name.replace('_', ' ')}. The document is not taken.")
    return text
