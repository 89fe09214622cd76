"""`viewmark pin`: an administrator puts a handheld back into service whose PIN is forgotten or whose keys are gone."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json
from viewmark.devices.opening import open_pipe
from viewmark.devices.pairings import PAIRINGS_FILE, Pairings
from viewmark.devices.session import Session
from viewmark.errors import RefusedError
from viewmark_protocol.lms import PUBLIC_KEY_BYTES
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.keys import Challenge, PullChallenge, ResetPin, SetAdministrator

app = typer.Typer(help="Reset a handheld's PIN by an administrator's signature.", no_args_is_help=True)

Port = Annotated[str, typer.Argument(help="The serial port of a paired handheld, or `radio:` and its id.")]
PublicKey = Annotated[
    Path, typer.Option(help="The administrator's public key: FILE.pub of `viewmark administrator key`.")
]

Told = TypeVar("Told")


@app.command()
def administrator(port: Port, public_key: PublicKey, folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Tell an unlocked handheld who may reset its PIN; it takes one administrator, once.

    Example: viewmark pin administrator /dev/ttyACM1 --public-key administrator.key.pub
    """
    digest = hashlib.sha256(_public_key(public_key)).digest()
    _with(folder, port, lambda session: session.ask(SetAdministrator(digest=digest), Done))
    _tell(as_json, {"administrator": digest.hex()}, f"The handheld knows its administrator now: {digest.hex()}.")


@app.command()
def challenge(port: Port, folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Ask a handheld for what the administrator must sign.

    Example: viewmark pin challenge /dev/ttyACM1
    """
    got = _with(folder, port, lambda session: session.ask(PullChallenge(), Challenge)).challenge.hex()
    text = f"{got}\nHave it signed: viewmark administrator reset-pin --challenge {got}. It holds until the next one."
    _tell(as_json, {"challenge": got}, text)


@app.command()
def reset(
    port: Port,
    authorisation: Annotated[str, typer.Option(help="What `viewmark administrator reset-pin` printed.")],
    public_key: PublicKey,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Give a handheld the administrator's signature: it makes new keys, begins a new log, and has no PIN.

    It refuses while a check waits on it: sync first, which needs no PIN.
    Example: viewmark pin reset /dev/ttyACM1 --authorisation "$SIGNED" --public-key administrator.key.pub
    """
    message = ResetPin(public_key=_public_key(public_key), signature=_signature(authorisation))
    _with(folder, port, lambda session: session.ask(message, Done))
    _tell(as_json, {"reset": True}, "The handheld has new keys and no PIN. Set one on it, and sync.")


def _with(folder: Path, port: str, work: Callable[[Session], Awaitable[Told]]) -> Told:
    async def run() -> Told:
        pairings = Pairings(folder / PAIRINGS_FILE)
        session = await Session.over(await open_pipe(port, pairings), pairings)
        try:
            await session.hello()
            return await work(session)
        finally:
            await session.close()

    return asyncio.run(run())


def _public_key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError) as error:
        raise RefusedError(f"{path} holds no administrator's public key ({error}). Name the file FILE.pub.") from error
    if len(key) != PUBLIC_KEY_BYTES:
        raise RefusedError(f"{path} holds {len(key)} bytes, an administrator's public key has {PUBLIC_KEY_BYTES}.")
    return key


def _signature(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise RefusedError("The authorisation is not base64. Give the text as it was printed.") from error


def _tell(as_json: bool, values: dict[str, object], text: str) -> None:
    if as_json:
        print_json(values)
    else:
        print(text)
