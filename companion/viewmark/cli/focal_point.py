"""`viewmark focal-point`: the focal point's key pair, and opening what was escrowed for it."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.archive.keystore import KeyStore
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, err, print_json
from viewmark.cli.places import PLACE
from viewmark.cli.register import Pinned, connected
from viewmark.escrow.box import open_each
from viewmark.escrow.errors import EscrowError
from viewmark.escrow.files import PRIVATE_MODE, write_new
from viewmark.escrow.focal_point import (
    fingerprint,
    make_private_key,
    public_key_in,
    public_key_of,
    public_path,
    public_text,
    read_private_key,
    write_key_files,
)
from viewmark_protocol.checks import LOG_ID_BYTES

app = typer.Typer(help="The focal point's key, which opens the logs of lost laptops.", no_args_is_help=True)

KeyFile = Annotated[Path, typer.Option("--key", help="The focal point's private key.")]


@app.command("key")
def make(
    out: Annotated[
        Path, typer.Option(help="The private key's file; the public one is written beside it as .pub.", **PLACE)
    ],
    as_json: AsJson = False,
) -> None:
    """Make the focal point's key pair. Keep the private key offline: whoever has it can open every log.

    Example: viewmark focal-point key --out focal-point.key
    """
    private_key = make_private_key()
    write_key_files(out, private_key)
    public_file, spoken = public_path(out), fingerprint(public_key_of(private_key))
    if as_json:
        print_json({"private_key": str(out), "public_key": str(public_file), "fingerprint": spoken})
        return
    print(f"Keep {out} offline, twice. Send {public_file} to the register's keeper.")
    print(f"Its fingerprint is {spoken}: compare it by voice.")


@app.command("public")
def public(key: KeyFile, as_json: AsJson = False) -> None:
    """Print the public key of a private one, for a .pub file that is lost.

    Example: viewmark focal-point public --key focal-point.key > focal-point.key.pub
    """
    public_key = public_key_of(read_private_key(key))
    if as_json:
        print_json({"public_key": public_key.hex(), "fingerprint": fingerprint(public_key)})
    else:
        print(public_text(public_key), end="")


@app.command("trust")
def trust(
    public_key: Annotated[str, typer.Option(help="The focal point's public key: its .pub file, or the text in it.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Have this laptop escrow keys for a focal point that has a new key. Compare the fingerprint by voice first.

    Example: viewmark focal-point trust --public-key focal-point.key.pub
    """
    trusted = public_key_in(public_key)
    KeyStore(folder / "keys.json").trust_focal_point(trusted)
    if as_json:
        print_json({"fingerprint": fingerprint(trusted)})
    else:
        print(f"Keys are escrowed for the focal point with the fingerprint {fingerprint(trusted)} from now on.")


@app.command("open")
def open_log(
    key: KeyFile,
    device_id: Annotated[str, typer.Option(help="The handheld's id, to the letter.")],
    log_id: Annotated[str, typer.Option(help="The log's id, 16 hexadecimal digits.")],
    url: Annotated[str, typer.Option("--register-url", envvar="VIEWMARK_REGISTER_URL", help="The register's address.")],
    api_key: Annotated[str, typer.Option(envvar="VIEWMARK_REGISTER_KEY", help="The key that the register asks for.")],
    register_certificate: Pinned = None,
    out: Annotated[Path | None, typer.Option(help="Write the log's first key to this new file.", **PLACE)] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the log's first key.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch the boxes of a log from the register and open its first key, which opens the whole log.

    Example: viewmark focal-point open --key focal-point.key --device-id VM-1 --log-id 0123456789abcdef --out log.json
    """
    if out is None and not show:
        raise typer.BadParameter("Say where the key goes: --out FILE, or --show to print it.", param_hint="--out")
    log = _log_id(log_id)
    private_key = read_private_key(key)
    if out is not None and out.exists():
        raise EscrowError(f"{out} is there already, and nothing is written over a key. Name another file.")

    async def fetch() -> list[bytes]:
        async with connected(url, api_key, register_certificate) as client:
            return await client.fetch_escrow(device_id, log)

    boxes = asyncio.run(fetch())
    first, *others = (one.hex() for one in open_each(private_key, device_id, log, boxes))
    opened: dict[str, Any] = {"device_id": device_id, "log_id": log.hex(), "first_key": first}
    if others:
        opened["other_keys"] = others
        err.print(
            f"{len(others) + 1} different keys are in this log's boxes. Only one opens its records:"
            " `viewmark recover` finds it."
        )
    if out is not None:
        write_new(out, json.dumps(opened, indent=2) + "\n", PRIVATE_MODE)
    if as_json:
        shown = opened if show else {"device_id": device_id, "log_id": log.hex()}
        print_json({**shown, "boxes": len(boxes), "out": None if out is None else str(out)})
        return
    if show:
        print("\n".join((first, *others)))
    if out is not None:
        print(f"The first key of this log is in {out}. Whoever has it can open the log.")


def _log_id(text: str) -> bytes:
    try:
        log_id = bytes.fromhex(text)
    except ValueError:
        log_id = b""
    if len(log_id) != LOG_ID_BYTES:
        raise typer.BadParameter(f"A log's id has {2 * LOG_ID_BYTES} hexadecimal digits.", param_hint="--log-id")
    return log_id
