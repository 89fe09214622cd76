"""What a code on a weapon or its box says: ISO/IEC 15434 envelopes as MIL-STD-130 uses them, and plain text.

Formats 05 (GS1 application identifiers), 06 (ANSI MH10.8.2 data identifiers) and 12 (text element identifiers of
MIL-STD-130N). Envelopes as they are met in the field are taken too: without `[)>`, without the last separators.
"""

from .serials import exact

_RS, _GS, _EOT = "\x1e", "\x1d", "\x04"
_LONGEST_BYTES = 2048  # of a Data Matrix: 1 556 bytes
_MOST_FIELDS = 64

# identifier|kind of mark (`marks.KINDS`)|; identifiers that are not here are kept as `other`.
_FORMAT_06 = """
S|serial|
1S|serial|
25S|property|
18S|property|
22S|property|
17V|maker|
18V|maker|
V|maker|
1P|model|
P|model|
4L|country|
9D|year|
"""
_FORMAT_12 = """
SER|serial|
SEQ|serial|
SPL|maker|
MFR|maker|
CAG|maker|
DUN|maker|
UID|property|
UST|property|
USN|property|
UCN|serial|
PNO|model|
PNR|model|
"""
_FORMAT_05 = """
21|serial|
8004|property|
01|model|
240|model|
241|model|
421|country|
"""
_TABLES = {"05": _FORMAT_05, "06": _FORMAT_06, "12": _FORMAT_12}


class Field:
    """One element of a code: its identifier (empty for plain text), the kind of mark, and its data as read."""

    def __init__(self, identifier: str, kind: str, raw: str) -> None:
        self.identifier = identifier
        self.kind = kind
        self.raw = raw


def fields_of(content: bytes) -> "list[Field]":
    """Return the elements of a code's content; one `serial` for plain text without an envelope. Never fails.

    Nothing is changed: bytes that are no ASCII stand as the characters of Latin-1.
    """
    text = "".join([chr(byte) for byte in content[:_LONGEST_BYTES]])
    found: "list[Field]" = []
    for message in _messages(text):
        form, body = message
        for part in body.split(_GS):
            if part and len(found) < _MOST_FIELDS:
                found.append(_field(form, part))
    if found:
        return found
    plain = text.strip()
    return [Field("", "serial" if exact(plain) else "matrix", plain)] if plain else []


def serial_of(fields: "list[Field]") -> "str | None":
    """Return the serial that a code gives; None where it gives none, or several that differ."""
    serials = [field.raw for field in fields if field.kind == "serial"]
    if not serials or len({exact(raw) for raw in serials}) > 1:
        return None
    return serials[0]


def _messages(text: str) -> "list[tuple[str, str]]":
    """Return the format and the body of every message in an envelope; empty for plain text."""
    body = text
    start = body.find("[)>")
    if start >= 0:
        body = body[start + 3 :]
    elif _GS not in body:
        return []
    end = body.find(_EOT)
    if end >= 0:
        body = body[:end]
    found: "list[tuple[str, str]]" = []
    for part in body.split(_RS):
        part = part.lstrip("\r\n ")
        if part[:2] in _TABLES:
            found.append((part[:2], part[2:].lstrip(_GS)))
        elif part.strip(_GS):
            found.append(("06", part))  # a header without its format: data identifiers are the commonest
    return found


def _field(form: str, part: str) -> Field:
    table = _TABLES[form]
    if form == "12":
        identifier = part[:3]
        data = part[3:].lstrip(" ")
    else:
        identifier = _identifier(table, part)
        data = part[len(identifier) :]
    kind = _kind(table, identifier)
    if kind and data:
        return Field(identifier, kind, data)
    return Field("", "other", part)


def _identifier(table: str, part: str) -> str:
    """Return the longest identifier of the table that the element begins with, empty where it begins with none."""
    for length in (4, 3, 2, 1):
        head = part[:length]
        if len(head) == length and _kind(table, head):
            return head
    return ""


def _kind(table: str, identifier: str) -> str:
    """Return the kind of mark behind an identifier, empty for one that is not in the table."""
    if not identifier or "|" in identifier or "\n" in identifier:
        return ""
    start = table.find("\n" + identifier + "|")
    if start < 0:
        return ""
    start += len(identifier) + 2
    return table[start : table.find("|", start)]
