"""The handheld's font is what its tool makes of Debian's."""

from pathlib import Path

import pytest

from viewmark.handheld import font


def test_no_character_is_there_twice() -> None:
    assert len(set(font.characters())) == len(font.characters())


def test_every_glyph_is_there_in_every_size(root: Path) -> None:
    content = (root / "firmware" / "screens" / "font.bin").read_bytes()
    count = len(font.characters()) + 1
    glyphs = sum((width + 7) // 8 * height * count for width, height in font.SIZES)
    assert content[:4] == b"VMFT" and len(content) == 7 + 2 * len(font.SIZES) + glyphs


def test_what_matters_is_24_pixels_high_and_more() -> None:
    assert [height for _, height in font.SIZES][2:] == [24, 32, 44]


def test_the_file_is_what_the_tool_makes(root: Path) -> None:
    if not font.FONT.exists():
        pytest.skip(f"{font.FONT} is not installed (Debian: fonts-dejavu-core): the committed font is used as it is")
    written = (root / "firmware" / "screens" / "font.bin").read_bytes()
    made = font.font_file()
    assert len(made) == len(written)
    differing = sum(bin(one ^ other).count("1") for one, other in zip(made, written, strict=True))
    assert differing <= len(made) * 8 // 100, "another release of FreeType moves a pixel here and there, no more"


@pytest.mark.parametrize(
    "name", ["Čačak", "Łódź", "Ørsted", "İstanbul", "Αθήνα", "Київ", "Ђорђе", "d’Évian", "№ 7 – 5 €"]
)
def test_names_at_a_border_are_written_whole(name: str) -> None:
    assert set(name) - set(font.characters()) == set()
