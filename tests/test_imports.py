"""The arrows run one way: firmware -> protocol <- companion. Checked in every file, without running any."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDERS = {"firmware": "firmware", "companion": "companion/viewmark", "protocol": "protocol/viewmark_protocol"}
PROTOCOL_MAY = {"struct", "binascii", "hashlib", "viewmark_protocol"}
# compat.py alone knows the runtime; spec.py is a command of the laptop's side.
PROTOCOL_MAY_ALSO = {
    "compat.py": {"sys", "array", "typing", "collections", "micropython", "cryptolib", "cryptography"},
    "spec.py": {"sys"},
}


def files(root: Path, part: str) -> list[Path]:
    """Every Python file of a part."""
    return sorted((root / FOLDERS[part]).rglob("*.py"))


def modules(tree: ast.AST) -> Iterator[str]:
    """The top-level names that a file imports, those for types alone left out: nothing runs them."""
    if isinstance(tree, ast.If) and isinstance(tree.test, ast.Name) and tree.test.id == "TYPE_CHECKING":
        for node in tree.orelse:
            yield from modules(node)
        return
    if isinstance(tree, ast.Import):
        for alias in tree.names:
            yield alias.name.split(".")[0]
    elif isinstance(tree, ast.ImportFrom):
        yield "viewmark_protocol" if tree.level else (tree.module or "").split(".")[0]
    elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "__import__":
        yield from (str(one.value).split(".")[0] for one in tree.args[:1] if isinstance(one, ast.Constant))
    for node in ast.iter_child_nodes(tree):
        yield from modules(node)


def protocol_violations(source: str, name: str) -> set[str]:
    """What a protocol file imports although it may not."""
    return set(modules(ast.parse(source))) - PROTOCOL_MAY - PROTOCOL_MAY_ALSO.get(name, set())


def absolute_modules(source: str) -> set[str]:
    """What a file of firmware or companion imports from outside of its own package."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            node.module, node.level = "", 0
    found = set()
    for node in ast.walk(tree):  # types count too: one side must not even name the other's
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def asks_for_the_simulator(source: str) -> list[int]:
    """The lines on which a condition asks for the simulator."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            names = {one.id for one in ast.walk(node.test) if isinstance(one, ast.Name)}
            names |= {one.attr for one in ast.walk(node.test) if isinstance(one, ast.Attribute)}
            words = {one.value for one in ast.walk(node.test) if isinstance(one, ast.Constant)}
            if any("sim" in name.lower().split("_") or "simulator" in name.lower() for name in names) or "sim" in words:
                lines.append(node.lineno)
    return lines


@pytest.fixture(scope="module")
def firmware_names(root: Path) -> set[str]:
    """The names by which the firmware's own modules are imported: its folder is the path's root."""
    folder = root / FOLDERS["firmware"]
    own = {path.stem if path.is_file() else path.name for path in folder.iterdir() if path.name != "lib"}
    return {name for name in own if not name.startswith((".", "__"))}


def test_protocol_imports_only_what_both_interpreters_have(root):
    found = {
        str(path): bad for path in files(root, "protocol") if (bad := protocol_violations(path.read_text(), path.name))
    }
    assert not found


def test_firmware_never_imports_the_companion(root):
    found = [str(path) for path in files(root, "firmware") if "viewmark" in absolute_modules(path.read_text())]
    assert files(root, "firmware")
    assert not found


def test_companion_never_imports_the_firmware(root, firmware_names):
    own = firmware_names - {"typing"}
    found = {str(path): bad for path in files(root, "companion") if (bad := absolute_modules(path.read_text()) & own)}
    assert {"app", "ports", "screens"} <= own
    assert not found


def test_only_a_board_knows_that_it_is_the_simulator(root):
    outside = [path for path in files(root, "firmware") if "boards" not in path.relative_to(root / "firmware").parts]
    found = {str(path): lines for path in outside if (lines := asks_for_the_simulator(path.read_text()))}
    assert not found


@pytest.mark.parametrize(
    "bad",
    [
        "import time\n",
        "import os.path\n",
        "from dataclasses import dataclass\n",
        "import sys\n",
        "def late():\n    import random\n",
        "try:\n    import cbor2\nexcept ImportError:\n    pass\n",
        "if TYPE_CHECKING:\n    import typing\nelse:\n    import json\n",
        "module = __import__('socket')\n",
        "from viewmark.archive import book\n",
    ],
)
def test_a_forbidden_import_in_the_protocol_is_found(bad):
    assert protocol_violations(bad, "cbor.py")


def test_a_permitted_import_is_not_taken_for_a_violation():
    good = "import struct\nfrom .compat import const\nif TYPE_CHECKING:\n    from typing import Any\n"
    assert protocol_violations(good, "cbor.py") == set()
    assert protocol_violations("import sys\n", "compat.py") == set()


def test_an_import_across_is_found(firmware_names):
    assert "viewmark" in absolute_modules("def late():\n    from viewmark.archive import book\n")
    assert "viewmark" not in absolute_modules("from viewmark_protocol import cbor\n")
    assert absolute_modules("import screens.home\n") & firmware_names
    assert not absolute_modules("from . import app\nfrom .app import run\n") & firmware_names


@pytest.mark.parametrize(
    "bad",
    [
        "if sim:\n    pass\n",
        "x = 1 if board.is_sim else 2\n",
        "if board.name == 'sim':\n    pass\n",
        "while SIMULATOR: pass\n",
    ],
)
def test_a_question_for_the_simulator_is_found(bad):
    assert asks_for_the_simulator(bad)
    assert not asks_for_the_simulator("if similar or simple == 'simple':\n    pass\n")
