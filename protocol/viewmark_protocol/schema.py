"""Fields declared once as data, and the values that go through them.

A type is a word: `uint`, `int`, `bool`, `bytes`, `text`, `any`; `Words` one of a fixed tuple, sent as its place;
`ArrayOf` and `Optional` wrap a type; a declared record's class stands for itself.
"""

from .compat import TYPE_CHECKING
from .errors import SchemaError

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    FieldType: TypeAlias = "Any"
    Fields: TypeAlias = "tuple[tuple[str, FieldType], ...]"


class Words:
    """A fixed tuple of words; on the wire a word is its place. Words are only ever added at the end."""

    def __init__(self, name: str, words: "tuple[str, ...]") -> None:
        self.name = name
        self.words = words


class Optional:
    """A field that may be null."""

    def __init__(self, inner: "FieldType") -> None:
        self.inner = inner


class ArrayOf:
    """A field that holds any number of one type."""

    def __init__(self, inner: "FieldType") -> None:
        self.inner = inner


class Record:
    """Base of everything that has declared FIELDS: on the wire an array in that order.

    A longer array than FIELDS comes from a newer version: what is not known is kept aside in `extra` and sent on.
    The last LATER fields came after the first version: a record without them is as it ever was, and so are its bytes.
    """

    FIELDS: "Fields" = ()
    LATER = 0  # each of them may be null
    extra: "list[Any] | tuple[()]" = ()  # of the class: a list in each record would cost the handheld 1 KB in a sync

    def __init__(self, **values: "Any") -> None:
        for name, kind in self.FIELDS:
            if name in values:
                setattr(self, name, values.pop(name))
            elif isinstance(kind, Optional):
                setattr(self, name, None)
            elif isinstance(kind, ArrayOf):
                setattr(self, name, [])
            else:
                raise SchemaError(type(self).__name__ + " needs " + name)
        if values:
            raise SchemaError(type(self).__name__ + " has no " + ", ".join(values))

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> "Any": ...

    def pack(self) -> "list[Any]":
        """Return the record as an array of CBOR values; SchemaError where a value does not fit its field."""
        values = [to_wire(kind, getattr(self, name), name) for name, kind in self.FIELDS]
        values.extend(self.extra)
        for _ in range(0 if self.extra else self.LATER):
            if values[-1] is not None:
                break
            values.pop()
        return values

    @classmethod
    def unpack(cls, values: "Any") -> "Any":
        """Return the record that an array of CBOR values holds; SchemaError where it does not fit."""
        if not isinstance(values, list) or len(values) < len(cls.FIELDS) - cls.LATER:  # pyright: ignore[reportUnknownArgumentType]
            raise SchemaError(cls.__name__ + " is too short")
        items: "list[Any]" = values  # pyright: ignore[reportUnknownVariableType]
        record = cls(**{name: from_wire(kind, item, name) for (name, kind), item in zip(cls.FIELDS, items)})
        if len(items) > len(cls.FIELDS):
            record.extra = items[len(cls.FIELDS) :]
        return record


def to_wire(kind: "FieldType", value: "Any", name: str) -> "Any":
    """Return the CBOR value of one field; SchemaError where `value` is not of the declared type."""
    if isinstance(kind, Optional):
        return None if value is None else to_wire(kind.inner, value, name)
    if isinstance(kind, ArrayOf):
        if not isinstance(value, (list, tuple)):
            raise SchemaError(name + " is no array")
        return [to_wire(kind.inner, item, name) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(kind, Words):
        if value not in kind.words:
            raise SchemaError(name + " has no word " + repr(value))
        return kind.words.index(value)
    if isinstance(kind, str):
        _check(kind, value, name)
        return bytes(value) if kind == "bytes" else value
    if not isinstance(value, kind):
        raise SchemaError(name + " is no " + kind.__name__)
    return value.pack()


def from_wire(kind: "FieldType", value: "Any", name: str) -> "Any":
    """Return the value of one field from its CBOR value; SchemaError where it is not of the declared type."""
    if isinstance(kind, Optional):
        return None if value is None else from_wire(kind.inner, value, name)
    if isinstance(kind, ArrayOf):
        if not isinstance(value, list):
            raise SchemaError(name + " is no array")
        items: "list[Any]" = value  # pyright: ignore[reportUnknownVariableType]
        return [from_wire(kind.inner, item, name) for item in items]
    if isinstance(kind, Words):
        _check("uint", value, name)
        if value >= len(kind.words):
            raise SchemaError(name + " has no word at place " + str(value))
        return kind.words[value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(kind, str):
        _check(kind, value, name)
        return value
    return kind.unpack(value)  # pyright: ignore[reportUnknownVariableType]


def _check(kind: str, value: "Any", name: str) -> None:
    if kind == "any":
        return
    if kind == "uint":
        good = _is_number(value) and value >= 0
    elif kind == "int":
        good = _is_number(value)
    elif kind == "bool":
        good = isinstance(value, bool)
    elif kind == "bytes":
        good = isinstance(value, (bytes, bytearray, memoryview))
    else:
        good = isinstance(value, str)
    if not good:
        raise SchemaError(name + " is no " + kind)


def _is_number(value: "Any") -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
