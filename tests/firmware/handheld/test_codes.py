"""A code before the camera reaches the record through the whole handheld: its UART, its protocol and its flow."""

import asyncio
from pathlib import Path

from PIL import Image

from viewmark import samples

CONTENT = b"[)>\x1e06\x1dSCAB1234\x1e\x04"


def labelled(path: Path) -> Path:
    """A sample's photo with a Data Matrix stuck on below its engraved line."""
    import zxingcpp

    code = zxingcpp.create_barcode(CONTENT, zxingcpp.BarcodeFormat.DataMatrix)
    matrix = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=5, add_quiet_zones=True)).convert("L")
    with Image.open(sorted(samples.PHOTOS.glob("*.jpg"))[0]) as photo:
        picture = photo.convert("L")
    picture.paste(matrix, (8, picture.height - matrix.height - 8))
    picture.save(path)
    return path


def test_a_code_on_the_weapon_is_scanned_beside_its_mark(bench, plugged_in, pull, tmp_path: Path) -> None:
    async def work():
        async with bench(heap_bytes=2**20) as (handheld, officer), plugged_in(handheld) as session:
            await session.hello()
            await officer.check(labelled(tmp_path / "labelled.png"), None)
            await officer.check(sorted(samples.PHOTOS.glob("*.jpg"))[0], None)
            return await pull(session)

    scanned, plain = [check.firearms[0] for check in asyncio.run(work())]
    assert [mark.raw for mark in scanned.marks if mark.source == "code"] == ["CAB1234"]
    assert scanned.marks[0].source == "camera" and "code-disagrees" in scanned.warnings
    assert "code" not in [mark.source for mark in plain.marks]
