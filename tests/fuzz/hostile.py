"""What a hostile handheld sends: valid bytes that were changed, and every message with its fields at their extremes."""

from typing import Any

from hypothesis import strategies as st
from protocol_helpers import samples

from viewmark_protocol.messages.base import Message
from viewmark_protocol.messages.registry import all_messages, encode_message
from viewmark_protocol.schema import ArrayOf, Optional, Words

POWERS = (7, 8, 15, 16, 23, 31, 32, 53, 62, 63)
UINTS = st.sampled_from(
    sorted({0, 1, 2, 23, 24, (1 << 64) - 1, *(1 << one for one in POWERS), *((1 << one) - 1 for one in POWERS)})
) | st.integers(0, 1 << 20)
BYTES = st.sampled_from([bytes(count) for count in (0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 64, 300, 5000)])
TEXTS = st.sampled_from(
    ["", "VM-1", "\0", "../../etc", "'; --", "\u0416" * 3000, "x" * 9000, "{0}", "%s", "\U0010ffff"]
)
ANYTHING = st.none() | st.booleans() | UINTS | st.binary(max_size=9) | st.text(max_size=9) | st.just([]) | st.just({})

MESSAGES = samples.messages() + samples.later_messages()
ENCODED = [bytes(encode_message(one, 7)) for one in MESSAGES]


@st.composite
def mutated(draw: st.DrawFn, originals: list[bytes], most: int = 5) -> bytes:
    """Return one of the originals with some bytes changed, cut out, put in or doubled."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, most))):
        at, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        what = draw(st.integers(0, 4))
        if what == 0 and at < len(data):
            data[at] ^= draw(st.integers(1, 255))
        elif what == 1 and at < len(data):
            data[at] = draw(st.sampled_from((0, 1, 0x18, 0x1B, 0x7F, 0x80, 0xFF)))
        elif what == 2:
            del data[at : min(end, at + 20)]
        elif what == 3:
            data[at:at] = draw(st.binary(max_size=9))
        else:
            data[at:at] = data[at:end]
    return bytes(data)


def cut(data: bytes, size: int) -> list[bytes]:
    """Return bytes in pieces of one size."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Return the values of a field's type, as a record holds them."""
    if isinstance(kind, Optional):
        return st.none() | values(kind.inner)
    if isinstance(kind, ArrayOf):
        few = st.lists(values(kind.inner), max_size=3)
        if isinstance(kind.inner, ArrayOf) or any(isinstance(inner, ArrayOf) for _, inner in fields(kind.inner)):
            return few  # a hundred hundreds of a hundred would fill this memory, and no message
        return few | values(kind.inner).map(lambda one: [one] * 100)
    if isinstance(kind, Words):
        return st.sampled_from(kind.words)
    if kind == "uint":
        return UINTS
    if kind == "int":
        return UINTS | UINTS.map(lambda number: -1 - number)
    if kind == "bool":
        return st.booleans()
    if kind == "bytes":
        return BYTES | st.binary(max_size=40)
    if kind == "text":
        return TEXTS | st.text(max_size=20)
    if kind == "any":
        return ANYTHING
    return filled(kind)


def fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a record, none for any other type."""
    return getattr(kind, "FIELDS", ())


def filled(kind: Any) -> st.SearchStrategy[Any]:
    """Return records of one kind with any values in their fields."""
    return st.builds(kind, **{name: values(inner) for name, inner in kind.FIELDS})


def any_message() -> st.SearchStrategy[Message]:
    """Return messages of every kind."""
    return st.sampled_from(all_messages()).flatmap(filled)


@st.composite
def changed(draw: st.DrawFn, message: Message) -> Message:
    """Return a message in which one field, or a few, hold something else of their types."""
    fields = dict(type(message).FIELDS)
    if not fields:
        return message
    names = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=2, unique=True))
    values_now = {name: getattr(message, name) for name in fields}
    return type(message)(**(values_now | {name: draw(values(fields[name])) for name in names}))
