"""The handheld's French: whole, with the same values, and in characters that its font has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from viewmark.handheld.font import characters
from viewmark_protocol.checks import CONTEXTS, LINK_KINDS, TRANSPORTS
from viewmark_protocol.marks import COMPONENTS
from viewmark_protocol.meanings import MEANINGS
from viewmark_protocol.verdicts import VERDICTS

SAYING = {"told": 1, "message": 2, "small": 1, "edit": 2, "choose": 2, "choose_word": 2, "Page": 3}
RAISING = ("StorageError", "CameraError", "LockedError")
NOT_SAID = ("bench/", "boards/sim/control", "boards/esp32s3/")
# Told with a value in it, by an error that says what the flash did: in English, as the laptop's log has it.
IN_ENGLISH = re.compile(
    "%|list key|authority|changes|older than|size|signed|asked for|empty|longer|fit|No PIN is asked|There is no list"
)


@pytest.fixture(scope="module")
def catalogue(root: Path) -> dict[str, str]:
    text = (root / "firmware" / "languages" / "fr.py").read_text()
    table = next(ast.literal_eval(one.value) for one in ast.parse(text).body if isinstance(one, ast.Assign))
    pairs = [line.split("|") for line in table.strip().split("\n")]
    assert all(len(pair) == 2 and all(pair) for pair in pairs)
    assert len({english for english, _ in pairs}) == len(pairs)
    return dict(pairs)


def said(root: Path) -> Iterator[str]:
    """What the firmware gives to those who say it."""
    for path in sorted((root / "firmware").rglob("*.py")):
        if any(part in path.as_posix() for part in NOT_SAID):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
                given = node.args[: SAYING.get(name, 1 if name in RAISING else 0)]
                for argument in given[1:] if name == "Page" else given:
                    yield from texts(argument, name in RAISING)


def texts(node: ast.AST, is_error: bool) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            yield from (value.value for value in one.values if isinstance(value, ast.Constant))
            return
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and is_said(one.value, is_error):
            yield one.value


def is_said(text: str, is_error: bool) -> bool:
    return bool(re.search("[A-Za-z]{2}", text)) and not (is_error and IN_ENGLISH.search(text))


def test_everything_that_is_said_is_said_in_french(root: Path, catalogue: dict[str, str]) -> None:
    lacking = sorted({text for text in said(root) if text not in catalogue})
    assert lacking == []


def test_the_words_of_records_and_the_meanings_are_there(catalogue: dict[str, str]) -> None:
    words = (*CONTEXTS.words, *LINK_KINDS.words, *TRANSPORTS.words, *COMPONENTS.words)
    wanted = [word.replace("-", " ") for word in words] + list(MEANINGS.values())
    wanted += [word for verdict in VERDICTS for word in (verdict, verdict.upper())]
    assert [text for text in wanted if text not in catalogue] == []


def test_values_stand_in_the_same_order(catalogue: dict[str, str]) -> None:
    for english, french in catalogue.items():
        assert re.findall(r"%[sd%]", english) == re.findall(r"%[sd%]", french), english


def test_the_font_has_every_character(catalogue: dict[str, str]) -> None:
    assert {one for french in catalogue.values() for one in french} - set(characters()) == set()


def test_a_french_page_holds_no_english_sentence(french, catalogue: dict[str, str]) -> None:
    sentences = [english for english, told in catalogue.items() if english != told and len(english) > 12]
    for name, page in french.items():
        whole = " ".join(page.texts)
        assert [one for one in sentences if one in whole] == [], name
