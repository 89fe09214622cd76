"""A scan engine that looks at the same picture as the camera: it speaks its protocol, zxing-cpp decodes."""

import asyncio
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from viewmark.errors import ReadingError
from viewmark.reading.codes import read_codes
from viewmark_protocol.scan_engine import Engine, type_number

_READ_BYTES = 4096


class ScanEngine:
    """The far end of the handheld's UART. Without the extra `viewmark[reading]` it never sees a code."""

    def __init__(self) -> None:
        self.picture: Path | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the firmware until it is gone."""
        engine = Engine()
        try:
            while data := await reader.read(_READ_BYTES):
                engine.feed(data)
                writer.write(engine.take())  # its acknowledgement goes before what it sees
                if engine.is_scanning:
                    await self._look(engine)
                    writer.write(engine.take())
        except (ConnectionError, asyncio.CancelledError):
            pass  # the power was cut, or the loop ends: nobody waits for this task

    async def _look(self, engine: Engine) -> None:
        found = await asyncio.to_thread(seen_on, self.picture) if self.picture else None
        if found is None:
            engine.gave_up()
        else:
            engine.decoded(type_number(found[0]), found[1])


def seen_on(picture: Path) -> tuple[str, bytes] | None:
    """Return symbology and content of the first code on a picture, at a glance; None where there is none."""
    try:
        with Image.open(picture) as image:
            codes = read_codes(image, is_glance=True)
    except (ReadingError, UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return (codes[0].symbology, codes[0].content) if codes else None
