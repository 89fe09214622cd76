"""Prints the protocol's document from its code: `python -m viewmark_protocol.spec > protocol/spec.md`. CPython only."""

import sys

from . import PROTOCOL_VERSION, makers, serials
from .checks import CHECK_FORMAT, Check
from .compat import TYPE_CHECKING
from .enumeration import MOST_CANDIDATES
from .meanings import MEANINGS
from .messages.registry import LENGTH_BYTES, all_messages
from .schema import ArrayOf, Optional, Record, Words
from .spec_firmware import firmware
from .spec_link import air, frames, link, security
from .spec_lists import offline_list
from .spec_seals import protection, sealing
from .spec_table import constant as _constant
from .spec_table import table as _table
from .verdicts import CLEAR, HIT, NEAR, REASONS, UNCHECKED, UNTRACEABLE
from .warning_words import WARNINGS

if TYPE_CHECKING:
    from typing import Any

_CDDL_WORDS = {"bytes": "bstr", "text": "tstr"}


_NEAR = (
    "misread-possible",
    "listed-under-another-maker",
    "maker-not-given",
    "unread-character",
    "letters-between-digits",
    "code-listed",
)


def document() -> str:
    """Return the whole document as Markdown."""
    first = (_layers, frames, link, security, air, _messages, _check, _words, sealing)
    parts = (*first, _serials, _verdicts, offline_list, firmware, _makers, protection)
    return "\n\n".join([part().strip() for part in parts]) + "\n"


def verdict_of(reason: str) -> str:
    """Return the verdict word that a reason belongs to."""
    if reason == "serial-and-maker-listed":
        return HIT
    if reason == "not-on-list":
        return CLEAR
    if reason in ("no-serial", "placeholder", "model-name"):
        return UNTRACEABLE
    if reason in _NEAR:
        return NEAR
    return UNCHECKED


def _layers() -> str:
    return f"""
# The Viewmark protocol, version {PROTOCOL_VERSION}

Printed from the code by `python -m viewmark_protocol.spec`. Do not edit: a test compares.
All numbers are big-endian. Golden bytes of every layer lie in `vectors/`.

{
        _table(
            ("layer", "gives", "code"),
            [
                ("pipe", "bytes, in order, some of them lost or changed: USB serial or BLE", "outside of this package"),
                ("frames", "whole frames, or nothing", "`frames/cobs.py`, `frames/frame.py`"),
                ("link", "a reliable ordered stream, or the word that it is lost", "`frames/link.py`"),
                (
                    "TLS 1.2",
                    "both sides proved, nothing read or changed on the way",
                    "each side's own: Mbed TLS, OpenSSL",
                ),
                ("messages", "requests and answers", "`messages/`, `conversation.py`"),
                ("sync", "every record and photo once", "`sync/`"),
            ],
        )
    }"""


def _messages() -> str:
    rows: "list[tuple[str, str, str, str]]" = []
    for message in all_messages():
        fields = ", ".join([f"`{name}` {_cddl(kind)}" for name, kind in message.FIELDS])
        rows.append((str(message.ID), message.__name__, fields or "none", _first_sentences(message)))
    found = _declared(all_messages())
    inner = [one for one in found if one not in all_messages()]
    lines = [_cddl_record(message, f"{message.ID}, request: uint, ") for message in all_messages()]
    lines += [_cddl_record(one) for one in inner]
    return f"""
## Messages

Each is its length ({LENGTH_BYTES} bytes) and a CBOR array `[number, request, fields...]` in the one deterministic
encoding of RFC 8949 section 4.2.1; no floats, no tags. An answer carries the number of its request; 0 needs no answer.
Fields are only ever added at the end: what a newer version adds is kept, and one marked `?` below, which came later,
is left out while it and all behind it are null. An unknown number is answered by Failed.

{_table(("no.", "message", "fields", "meaning"), rows)}

```cddl
{chr(10).join(lines)}
```"""


def _check() -> str:
    return f"""
## Check record

Format {CHECK_FORMAT}. Its id is `<log id in hex>-<sequence>` and stands in the log, not in the record.

```cddl
{chr(10).join([_cddl_record(one) for one in _declared((Check,))])}
```"""


def _words() -> str:
    tables: "list[str]" = []
    for words in sorted(_words_of((Check,) + all_messages()), key=lambda one: one.name):
        tables.append(f"{words.name} = &({', '.join([f'{word}: {place}' for place, word in enumerate(words.words)])})")
    return f"""
## Words

On the wire a word is its place. Words are only ever added at the end.

```cddl
{chr(10).join(tables)}
```"""


def _serials() -> str:
    sources: "dict[str, list[str]]" = {}
    look_alikes = [pair for row in _constant("_LOOK_ALIKES", serials) for pair in zip(*row)]
    for source, target in sorted(look_alikes):
        sources.setdefault(target, []).append(f"{source} U+{ord(source):04X}")
    rows = [(target, ", ".join(sources[target])) for target in sorted(sources)]
    folds = ", ".join([f"{letters} -> {digit}" for digit, letters in _constant("_FOLDS", serials)])
    return f"""
## Serial keys

`exact`: full-width forms made ASCII; letters upper case (ASCII, Latin-1, Greek, Cyrillic); every ASCII sign but `?`,
every Latin-1 sign, dash and space dropped; the look-alikes below made Latin. `skeleton`: exact, then {folds}.
`shape`: exact, with `A` for a letter and `9` for a digit. `?` stands for an unread character and stays in all three.

{_table(("becomes", "from"), rows)}

Warnings on a serial, in the order of their numbers: {", ".join(WARNINGS)}."""


def _verdicts() -> str:
    rows = [(verdict_of(reason), reason, MEANINGS[reason]) for reason in REASONS]
    return f"""
## Verdicts

There is no hit without a maker, and nothing but exact serial and maker is one. One unread character is tried as all 36,
more only where the maker's shapes leave at most {MOST_CANDIDATES}. An expired list or an unset clock never says clear,
and still tells what it finds.

{_table(("verdict", "reason", "what the officer reads"), rows)}"""


def _makers() -> str:
    rows: "list[tuple[str, str, str]]" = []
    for name in makers.maker_names():
        code = makers.maker_code(name)
        rows.append((str(code), name, " ".join(makers.maker_shapes(code)) or "not known"))
    last = makers.FIRST_SHARED_CODE + makers.SHARED_CODES - 1
    return f"""
## Makers

A code is never given to another maker. 0: not known. {makers.FIRST_SHARED_CODE} to {last}: makers outside of the
table, several to a code.

{_table(("code", "name", "serial shapes"), rows)}"""


def _first_sentences(message: "type[Record]") -> str:
    return " ".join((message.__doc__ or "").split("\n\n")[0].split())


def _kebab(name: str) -> str:
    return "".join(["-" + one.lower() if one.isupper() else one for one in name]).lstrip("-")


def _cddl(kind: "Any") -> str:
    if isinstance(kind, Optional):
        return f"{_cddl(kind.inner)} / null"
    if isinstance(kind, ArrayOf):
        return f"[* {_cddl(kind.inner)}]"
    if isinstance(kind, Words):
        return kind.name
    if isinstance(kind, str):
        return _CDDL_WORDS.get(kind, kind)
    return _kebab(kind.__name__)


def _cddl_record(record: "type[Record]", head: str = "") -> str:
    first_later = len(record.FIELDS) - record.LATER
    fields = "".join(
        [
            f"{'? ' if place >= first_later else ''}{name}: {_cddl(kind)}, "
            for place, (name, kind) in enumerate(record.FIELDS)
        ]
    )
    return f"{_kebab(record.__name__)} = [{head}{fields}* any]"


def _walk(kind: "Any", found: "list[Any]") -> None:
    if isinstance(kind, (Optional, ArrayOf)):
        _walk(kind.inner, found)
    elif not isinstance(kind, str) and kind not in found:
        found.append(kind)
        if not isinstance(kind, Words):
            for _, inner in kind.FIELDS:
                _walk(inner, found)


def _reached(roots: "tuple[type[Record], ...]") -> "list[Any]":
    found: "list[Any]" = []
    for root in roots:
        _walk(root, found)
    return found


def _declared(roots: "tuple[type[Record], ...]") -> "list[type[Record]]":
    return [one for one in _reached(roots) if not isinstance(one, Words)]


def _words_of(roots: "tuple[type[Record], ...]") -> "list[Words]":
    return [one for one in _reached(roots) if isinstance(one, Words)]


if __name__ == "__main__":
    sys.stdout.write(document())
