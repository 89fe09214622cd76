"""What is brought to a board to test it: its test, and its drivers where no firmware of its own starts.

The firmware's image has no test in it: on a board the whole image lies in memory.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from viewmark import places
from viewmark.handheld.image import compiled_file
from viewmark.handheld.romfs import pack

_ONLY_FROZEN = ("boot.py", "manifest.py")
_compiled = lru_cache(maxsize=64)(compiled_file)


def simulated_modules(more: Mapping[str, bytes] | None = None) -> bytes:
    """Return the ROMFS image of the test for this machine, with `more` sources by their name in it."""
    return _packed(_test() | dict(more or {}), None)


def board_modules(folder: str, march: str) -> bytes:
    """Return the ROMFS image of the test and of the drivers in a folder of firmware/boards, for a chip."""
    drivers = places.firmware() / "boards" / folder
    found = {f"boards/{folder}/{one.name}": one for one in drivers.glob("*.py") if one.name not in _ONLY_FROZEN}
    return _packed(_test() | _read(found), march)


def _test() -> dict[str, bytes]:
    return _read({f"board_test/{one.name}": one for one in (places.firmware() / "board_test").glob("*.py")})


def _read(paths: Mapping[str, Path]) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in paths.items()}


def _packed(sources: Mapping[str, bytes], march: str | None) -> bytes:
    return pack(dict(_compiled(name, content, march) for name, content in sources.items()))
