"""What can be said: every message of the pages, the words that records carry, and every error's sentence.

`python -m viewmark.languages.extract` brings each `<language>.po` beside this file up to date and compiles it. What is
new stands there without a translation; what is no longer said is left out. Needs Babel, as the tests do.
"""

import ast
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from viewmark.casework.casework import TECHNICAL_STATES
from viewmark.casework.referral import STATEMENTS
from viewmark.casework.trace_request import GIVEN, LABELS
from viewmark.casework.trace_sources import SERIAL_BY_STATE, SOURCES
from viewmark.gateways.message import HANDLING, INFORMATION, SOURCE
from viewmark.gateways.profiles import PROFILES
from viewmark.languages.catalogues import ENGLISH, FOLDER, LANGUAGES
from viewmark.links import entity, relation
from viewmark.operations.indicators import Counts
from viewmark.register.outbox import KINDS
from viewmark_protocol import checks, marks
from viewmark_protocol.meanings import MEANINGS
from viewmark_protocol.verdicts import REASONS, VERDICTS

Message = str | tuple[str, str]  # with its plural

_COMPANION = FOLDER.parent
_PROTOCOL = Path(marks.__file__).parent
_WORDS = (
    checks.CONTEXTS,
    checks.TRANSPORTS,
    checks.LINK_KINDS,
    checks.CATEGORY_WORDS,
    marks.COMPONENTS,
    marks.KINDS,
    marks.STATES,
    marks.METHODS,
    marks.SOURCES,
)
# What no page shows: servers, command lines, benches and tools of the project answer in English.
_ELSEWHERE = {
    *(
        "bench",
        "cli",
        "demo",
        "escrow",
        "exchange",
        "focal_report",
        "handheld",
        "languages",
        "links",
        "lists",
        "radio",
        "samples",
        "server",
        "signing",
    ),
    *("training", "cbor.py", "checks.py", "lms.py", "messages", "scanning.py", "schema.py", "sealing"),
}
_RELATIONS = (*entity.KINDS, entity.FOUND_WITH, entity.OTHER, *relation.SOURCES, *relation.CONFIDENCES)
_ANSWERS = ("none", "queued", "error", "registered")  # of the register, beside the verdicts


def messages() -> set[Message]:
    """Return all that can be said, as it is in English."""
    found: set[Message] = set()
    for path in sorted((_COMPANION / "ui").glob("*.py")):
        found |= set(_marked(ast.parse(path.read_text("utf-8"))))
    for folder in (_COMPANION, _PROTOCOL):
        for path in sorted(folder.rglob("*.py")):
            if not set(path.relative_to(folder).parts) & _ELSEWHERE:
                found |= set(_raised(ast.parse(path.read_text("utf-8"))))
    return found | set(_vocabulary())


def _marked(tree: ast.AST) -> Iterator[Message]:
    """What stands in `_`, `N_`, `P_` and `plural`."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if node.func.id in ("_", "N_") and given:
            yield given[0]
        elif node.func.id == "P_" and len(given) == 2:
            yield given[0], given[1]


def _raised(tree: ast.AST) -> Iterator[str]:
    """The sentences of errors, their values as `{0}`, `{1}` in the order in which they stand."""
    named = _named(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_error(node.func):
            for given in node.args[: 1 if _name(node.func).endswith("Error") else None]:
                texts = named.get(given.id, []) if isinstance(given, ast.Name) else [given]
                for template in map(_template, texts):
                    if " " in template and any(letter.isalpha() for letter in template):
                        yield template


def _named(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """What is assigned to each name: a sentence that was too long for its line has one."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _is_error(function: ast.expr) -> bool:
    name = _name(function)
    return name.endswith("Error") or name in ("Trouble", "Fired", "Addressee", "Refused", "name_of", "bury")


def _name(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):  # one that is cut
        return _template(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    places = iter(range(len(node.values)))
    return "".join(str(part.value) if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in node.values)


def _vocabulary() -> Iterator[str]:
    """The words of records, of the register and of requests, as people write them."""
    names = [name for group in _WORDS for name in group.words]
    for name in (*names, *VERDICTS, *REASONS, *TECHNICAL_STATES, *_ANSWERS, *KINDS, *_RELATIONS):
        yield name.replace("-", " ")
    for group in entity.RELATIONS.values():
        yield from (name.replace("-", " ") for name in group)
    yield from MEANINGS.values()
    yield from LABELS.values()
    yield from (one.how for one in SOURCES.values())
    yield from SERIAL_BY_STATE.values()
    yield from (why for _, why in STATEMENTS)
    for codes in (HANDLING, SOURCE, INFORMATION):
        yield from codes.values()
    for profile in PROFILES.values():
        yield profile.title
        yield from (field.source or "not verified" for field in profile.fields)
    for indicator in Counts().rows():
        yield indicator.name.removeprefix("hits: ").replace("-", " ")
        yield indicator.unit
    yield from (choice.replace("-", " ") for *_, choices in GIVEN for choice in choices if choice)


def updated(language: str, said: Iterable[Message]) -> Catalog:
    """Return a language's catalogue with all that is said, in order, and the translations that there are."""
    path = FOLDER / f"{language}.po"
    before = read_po(path.open("rb"), language) if path.exists() else Catalog(language)
    never = datetime(2026, 1, 1, tzinfo=UTC)  # a date would change with every run
    after = Catalog(
        language,
        header_comment="# What Viewmark's pages say. Translate here, then run `make languages`.",
        project="Viewmark",
        last_translator="Viewmark",
        language_team="Viewmark",
        creation_date=never,
        revision_date=never,
        fuzzy=False,
    )
    for message in sorted(said, key=lambda one: one if isinstance(one, str) else one[0]):
        known = before.get(message if isinstance(message, str) else message[0])
        after.add(message, known.string if known else None)
    return after


def lacking(catalog: Catalog) -> list[str]:
    """Return the messages of a catalogue that have no translation, or not one for each number."""
    return [
        str(one.id)
        for one in catalog
        if one.id and not (all(one.string) if isinstance(one.string, tuple | list) else one.string)
    ]


def main() -> None:
    """Bring every catalogue up to date and tell how many messages lack a translation."""
    said = messages()
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        catalog = updated(language, said)
        with (FOLDER / f"{language}.po").open("wb") as file:
            write_po(file, catalog, width=120, omit_header=False)
        with (FOLDER / f"{language}.mo").open("wb") as file:
            write_mo(file, catalog)
        print(f"{language}: {len(said)} messages, {len(lacking(catalog))} without a translation")


if __name__ == "__main__":
    main()
