"""`viewmark read`: what the laptop reads on a photo, beside what the handheld reads there."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from viewmark.cli.output import AsJson, err, out, print_json, print_table
from viewmark.errors import ReadingError

_FINDINGS = {
    "readings-differ": "The handheld reads another text than the laptop. Look at the mark itself.",
    "code-disagrees": "The code bears another serial than the one engraved.",
}
_SURE = 0.9


def read(
    photo: Annotated[Path, typer.Argument(help="A photo, or a crop of one line.")],
    aimed: Annotated[
        bool | None,
        typer.Option("--aimed/--whole", help="It is a crop of one line, or a whole photo; else its shape says."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a photo: lines, codes, the marks that they are, and whether the handheld reads the same.

    The JSON has lines (text, confidences, corners), codes (symbology, text, elements), marks (kind, raw, value),
    handheld (text, lattice) and findings.

    Example: viewmark read photo.jpg --json
    """
    from viewmark.reading.second import read_photo

    if not photo.is_file():
        raise ReadingError(f"There is no file {photo}. Name a photo.")
    with err.status("Reading ..."):
        found = read_photo(photo, aimed)
    if as_json:
        print_json(found.as_json())
        return
    rows = []
    for place, line in enumerate(found.lines):
        sure = Text(f"{line.confidence:.0%}", style="green" if line.confidence >= _SURE else "yellow")
        marks = ", ".join(f"{mark.kind}: {mark.value or mark.raw}" for mark in found.marks if mark.line == place)
        rows.append((line.text, sure, marks, "the same" if place == found.agreeing else ""))
    rows += [
        (code.text, code.symbology, ", ".join(f"{one.kind}: {one.raw}" for one in fields), "")
        for code, fields in found.codes
    ]
    print_table(photo.name, ("read", "sure", "marks", "handheld"), rows)
    out.print(Text(f"The handheld reads: {found.device.text or 'nothing'}"))
    for finding in found.findings:
        out.print(Text(f"! {_FINDINGS[finding]}", style="bold yellow"))
