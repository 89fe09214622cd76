"""Draws every page once on MicroPython and hands them to the tests; writes each as PNG to look at."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from viewmark.handheld.palette import screen_image

HERE = Path(__file__).resolve().parent
WIDTH_PX, HEIGHT_PX = 320, 240


@dataclass(frozen=True)
class Drawn:
    """One page: its screen's name, what it says, what its keys do, and its pixels, one place of the palette each.

    `outside` are the texts that ran out of the picture; `clipped` says that dots stand where there was no room.
    """

    name: str
    screen: str
    texts: list[str]
    keys: dict[str, str]
    outside: list[str]
    clipped: bool
    pixels: bytes


@pytest.fixture(scope="session")
def drawn(run_micropython, root) -> dict[str, Drawn]:
    """Every page in English by its name."""
    return drawn_in("en", run_micropython, root)


@pytest.fixture(scope="session")
def french(run_micropython, root) -> dict[str, Drawn]:
    """Every page in French by its name."""
    return drawn_in("fr", run_micropython, root)


def drawn_in(language: str, run_micropython, root) -> dict[str, Drawn]:
    """Draw every page in a language."""
    search = [root / "firmware", root / "firmware" / "lib", root / "protocol"]
    done = run_micropython(HERE / "pages.py", language, path=search, heap="1M")
    assert done.returncode == 0, done.stdout
    pages = {}
    folder = root / "build" / "screens" / ("" if language == "en" else language)
    folder.mkdir(parents=True, exist_ok=True)
    for line in done.stdout.splitlines():
        page = json.loads(line)
        packed = base64.b64decode(page.pop("pixels"))
        pixels = bytes(half for byte in packed for half in (byte >> 4, byte & 15))
        assert len(pixels) == WIDTH_PX * HEIGHT_PX
        assert page["name"] not in pages
        pages[page["name"]] = Drawn(pixels=pixels, **page)
        screen_image(packed).save(folder / f"{page['name']}.png")
    return pages
