"""`viewmark samples`: fresh sample photos."""

from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.output import AsJson, print_json, print_table
from viewmark.cli.places import PLACE


def samples(
    out: Annotated[Path, typer.Option(help="The folder to write into.", **PLACE)],
    seed: Annotated[int, typer.Option(help="The same seed gives the same photos.")] = 1,
    count: Annotated[int, typer.Option(min=1, help="How many.")] = 12,
    as_json: AsJson = False,
) -> None:
    """Render photos of marked metal with their labels.json, to be played by `viewmark demo --photos`.

    Example: viewmark samples --seed 7 --count 12 --out my-pictures
    """
    from viewmark.samples.sets import render  # what renders takes a tenth of a second to load

    labels = render(out, seed, count)
    if as_json:
        print_json(labels)
    else:
        rows = [(one["file"], one["text"], one.get("maker"), one.get("verdict")) for one in labels]
        print_table(f"Rendered into {out}", ("file", "text", "maker", "verdict"), rows)
