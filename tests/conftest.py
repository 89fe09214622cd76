"""What every test may use: where the repository and MicroPython are, and how a script is run on the latter."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import pytest

from viewmark.lists.signing import ListSigner

ROOT = Path(__file__).resolve().parent.parent
RUN_SECONDS = 120  # a script that hangs must not hang the suite

# Begun first: with several workers the last file must not be a long one. The first of them take longest.
_LONG = ("system", "board_test", "kill", "gateways", "handheld", "power", "radio", "ui")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the folders that take longest before all others, which stay in their order."""
    items.sort(key=lambda item: next((n for n, name in enumerate(_LONG) if name in item.path.parts), len(_LONG)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect the tests without the garbage collector, which would look through them again and again, and find none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()  # it leaves them alone afterwards, too
        gc.enable()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


os.environ["VIEWMARK_LIST_TREE_HEIGHT"] = "5"  # a register's key in a moment, not in ten seconds
# Hundreds of processes are started: each would compile all of our sources anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.fixture(scope="session")
def issuer() -> ListSigner:
    """An issuing authority of lists, good for 32 of them."""
    return ListSigner.generate(lambda _: None, 5)


@pytest.fixture(scope="session")
def micropython() -> Path:
    """The MicroPython that is installed beside this Python."""
    binary = Path(sys.executable).with_name("micropython")
    if not binary.exists():
        pytest.skip("MicroPython is not installed here: its wheels exist for Linux x86-64 and macOS arm64")
    return binary


@pytest.fixture(scope="session")
def run_micropython(micropython: Path) -> Run:
    """A function that runs a script on MicroPython and returns what became of it, its output as text."""

    def run(
        script: Path, *arguments: str, path: Sequence[Path] = (), heap: str = "2M"
    ) -> "subprocess.CompletedProcess[str]":
        environment = dict(os.environ, MICROPYPATH=":".join([str(folder) for folder in path] + [".frozen"]))
        command = [str(micropython), "-X", "heapsize=" + heap, str(script), *arguments]
        return subprocess.run(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )

    return run
