"""Everything that a laptop can say of one photograph: lines, codes, marks, and what the handheld reads there."""

from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, UnidentifiedImageError

from viewmark.errors import ReadingError
from viewmark.handheld.board import read_board
from viewmark.handheld.camera import grey_frame
from viewmark.reading.codes import Code, read_codes
from viewmark.reading.device import DeviceReading, read_frames
from viewmark.reading.laptop import LaptopLine, read_lines
from viewmark_protocol.disagreement import disagreement
from viewmark_protocol.inscriptions import Inscribed, marks_of
from viewmark_protocol.iso15434 import Field, fields_of, serial_of
from viewmark_protocol.serials import exact


class SecondReading(NamedTuple):
    """The laptop's lines from top to bottom, the codes with their elements, the marks, and the handheld's reading."""

    lines: list[LaptopLine]
    codes: list[tuple[Code, list[Field]]]
    marks: list[Inscribed]
    device: DeviceReading

    @property
    def agreeing(self) -> int | None:
        """The line that the handheld reads the same, by its key; None where there is none."""
        key = exact(self.device.text)
        return next((place for place, line in enumerate(self.lines) if key and exact(line.text) == key), None)

    @property
    def findings(self) -> list[str]:
        """What disagrees: the two readings, and a code with the engraved serial."""
        found = []
        if self.lines and self.device.lattice and self.agreeing is None:
            found.append("readings-differ")
        engraved = [mark.raw for mark in self.marks if mark.kind == "serial"]
        for _, fields in self.codes:
            serial = serial_of(fields)
            if serial and engraved and all(disagreement(serial, raw) for raw in engraved):
                found.append("code-disagrees")
        return found

    def as_json(self) -> dict[str, Any]:
        """Return it as `viewmark read --json` prints it."""
        return {
            "lines": [
                {
                    "text": line.text,
                    "confidences": [round(one, 3) for one in line.confidences],
                    "corners": [[round(x, 1), round(y, 1)] for x, y in line.corners],
                    "preparation": line.preparation,
                    "as_on_handheld": place == self.agreeing,
                }
                for place, line in enumerate(self.lines)
            ],
            "codes": [
                {
                    "symbology": code.symbology,
                    "text": code.text,
                    "elements": [{"identifier": one.identifier, "kind": one.kind, "raw": one.raw} for one in fields],
                }
                for code, fields in self.codes
            ],
            "marks": [
                {"kind": one.kind, "raw": one.raw, "value": one.value, "line": one.line, "misread": one.is_misread}
                for one in self.marks
            ],
            "handheld": {"text": self.device.text, "lattice": self.device.lattice},
            "findings": self.findings,
        }


def read_photo(photo: Path, aimed: bool | None = None) -> SecondReading:
    """Read a photo or an aimed crop of one line; PictureError where it is none, ReadingError without the extra."""
    frame = grey_frame(photo, read_board())
    try:
        with Image.open(photo) as image:
            picture = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise ReadingError(f"{photo.name} cannot be decoded. Save it as PNG or JPEG.") from error
    lines = read_lines(picture, aimed)
    codes = [(code, fields_of(code.content)) for code in read_codes(picture)]
    return SecondReading(lines, codes, marks_of([line.text for line in lines]), read_frames([frame])[0])
