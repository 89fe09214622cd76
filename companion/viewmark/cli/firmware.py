"""`viewmark firmware`: the image of a board, and what its drivers take from its description."""

from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.output import AsJson, print_json, progress_bar

app = typer.Typer(help="The handheld's firmware for a board.", no_args_is_help=True)

_BOARD = "esp32s3-reference"
Board = Annotated[str, typer.Option(help="The board, by the name of its file in hardware/boards.")]


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="The folder for the image and its manifest.")],
    board: Board = _BOARD,
    as_json: AsJson = False,
) -> None:
    """Build the image of a board and say what is in it.

    Example: viewmark firmware build --board esp32s3-reference --out build
    """
    from viewmark.handheld.building import build as built

    with progress_bar("compiling", as_json) as say:
        manifest = built(board, out, lambda done, total: say("compiling", done, total))
    if as_json:
        print_json(manifest)
        return
    print(f"{out / manifest['image']}: version {manifest['version']}, {manifest['files']} files")
    print(f"{manifest['bytes']} of the slot's {manifest['slot_bytes']} bytes, SHA-256 {manifest['sha256']}")
    print(f"To a connected board: mpremote romfs deploy {out / manifest['image']}")


@app.command()
def describe(board: Board = _BOARD, as_json: AsJson = False) -> None:
    """Print the module `description` of a board's drivers, made from its file in hardware/boards.

    Example: viewmark firmware describe > firmware/boards/esp32s3/description.py
    """
    from viewmark.handheld.description import description_module

    if as_json:
        print_json({"board": board, "module": description_module(board)})
    else:
        print(description_module(board), end="")
