"""`viewmark firmware`: a board's image, its maker's key and signature, what this laptop carries to handhelds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, progress_bar
from viewmark.cli.places import PLACE

if TYPE_CHECKING:
    from viewmark.devices.carried_firmware import CarriedFirmware
    from viewmark.handheld.signed_image import SignedImage

app = typer.Typer(help="The handheld's firmware for a board.", no_args_is_help=True)

_BOARD = "esp32s3-reference"
Board = Annotated[str, typer.Option(help="The board, by the name of its file in hardware/boards; or `sim`.")]


@app.command()
def key(
    out: Annotated[Path, typer.Option(help="The file of the new key. Never copy or restore it.", **PLACE)],
    as_json: AsJson = False,
) -> None:
    """Make the key of who makes the firmware: images that are built with it know it, and take updates signed by it.

    Example: viewmark firmware key --out firmware.key
    """
    from viewmark.signing.key import SigningKey

    made = SigningKey.create(out)
    if as_json:
        print_json({"key": str(out), "public_key": made.public_key.hex(), "left": made.left})
    else:
        print(f"The key is in {out}; it signs {made.left} times. Keep it on this computer alone.")


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="The folder for the image and its manifest.", **PLACE)],
    board: Board = _BOARD,
    key: Annotated[Path | None, typer.Option(help="Its maker's key: signs it, and is known to it.")] = None,
    version: Annotated[str | None, typer.Option(help="Another version than the sources say, as 0.2.0.")] = None,
    as_json: AsJson = False,
) -> None:
    """Build the image of a board and say what is in it.

    Example: viewmark firmware build --board esp32s3-reference --key firmware.key --out build
    """
    from viewmark.handheld.building import build as built
    from viewmark.signing.key import SigningKey

    signing = None if key is None else SigningKey.open(key)
    with progress_bar("compiling", as_json) as say:
        manifest = built(board, out, lambda done, total: say("compiling", done, total), signing, version)
    if as_json:
        print_json(manifest)
        return
    print(f"{out / manifest['image']}: version {manifest['version']}, {manifest['files']} files")
    print(f"{manifest['bytes']} of the slot's {manifest['slot_bytes']} bytes, SHA-256 {manifest['sha256']}")
    if manifest["signed"]:
        print(f"Signed for the link: {out / manifest['signed']}. To have it brought: viewmark firmware carry FILE")


@app.command()
def flash(
    file: Annotated[Path, typer.Argument(help="A signed firmware, from `viewmark firmware build --key`.")],
    port: Annotated[str, typer.Option(help="The serial port of the board's prompt.")],
    as_json: AsJson = False,
) -> None:
    """Write a firmware into a connected board that runs the project's MicroPython, and start it.

    Nothing that is recorded is touched. It was never run on metal.
    Example: viewmark firmware flash build/esp32s3-reference-0.1.0.vmf --port /dev/ttyACM0
    """
    from viewmark.handheld.flashing import flash as flashed
    from viewmark.handheld.signed_image import read_signed

    image = read_signed(file)
    with progress_bar("writing", as_json) as say:
        flashed(port, image, lambda done, total: say("writing", done, total))
    if as_json:
        print_json(_row(image))
    else:
        print(f"Firmware {_row(image)['version']} is on the board at {port} and starts.")


@app.command()
def carry(
    file: Annotated[Path, typer.Argument(help="A signed firmware, from `viewmark firmware build --key`.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Have this laptop bring a firmware to its handhelds, at their next sync. They refuse what is not for them.

    Example: viewmark firmware carry build/esp32s3-reference-0.2.0.vmf
    """
    from viewmark.handheld.signed_image import read_signed

    image = read_signed(file)
    _carried(folder).keep(image)
    row = _row(image)
    if as_json:
        print_json(row)
    else:
        print(f"Firmware {row['version']} for {row['board']} goes to handhelds at their next sync.")


@app.command()
def carried(folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Show which firmware this laptop brings to its handhelds.

    Example: viewmark firmware carried
    """
    rows = [_row(one) for one in _carried(folder).all()]
    if as_json:
        print_json(rows)
    else:
        print_table("Firmware", ("board", "version", "bytes"), [one.values() for one in rows])


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


def _carried(folder: Path) -> "CarriedFirmware":
    from viewmark.devices.carried_firmware import FIRMWARE_FOLDER, CarriedFirmware

    return CarriedFirmware(folder / FIRMWARE_FOLDER)


def _row(image: "SignedImage") -> dict[str, Any]:
    from viewmark_protocol.firmware_image import version_text

    head = image.head
    return {"board": head.board, "version": version_text(head.version), "bytes": head.image_bytes}
