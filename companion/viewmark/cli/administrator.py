"""`viewmark administrator`: the key of the person who may reset a handheld's PIN, and that person's signature."""

import base64
import hashlib
import os
from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.output import AsJson, err, print_json
from viewmark.cli.places import PLACE
from viewmark.signing.errors import SigningError
from viewmark.signing.key import SigningKey
from viewmark_protocol.pin_reset import reset_message

app = typer.Typer(help="What only an administrator may do to a handheld.", no_args_is_help=True)

CHALLENGE_BYTES = range(8, 64 + 1)


@app.command()
def key(
    out: Annotated[Path, typer.Option(help="The file of the new key. Never copy or restore it.", **PLACE)],
    as_json: AsJson = False,
) -> None:
    """Make the administrator's key, and its public key beside it.

    Example: viewmark administrator key --out administrator.key
    """
    public_path = out.with_name(out.name + ".pub")
    if os.path.lexists(public_path):
        raise SigningError(f"{public_path} is there already, and nothing is written over a key. Name another file.")
    made = SigningKey.create(out)
    try:
        with public_path.open("x", encoding="ascii", newline="\n") as file:
            file.write(made.public_key.hex() + "\n")
    except OSError as error:
        text = (
            f"{public_path} cannot be written ({error.strerror}). Delete {out}, which nobody knows yet, and try again."
        )
        raise SigningError(text) from error
    digest = hashlib.sha256(made.public_key).hexdigest()
    if as_json:
        print_json({"key": str(out), "public_key": str(public_path), "sha256": digest, "left": made.left})
        return
    print(f"The key is in {out}. Keep it on this computer alone: a copy of it must never sign.")
    print(f"The public key for the handhelds is in {public_path}, its SHA-256:\n{digest}")


@app.command()
def reset_pin(
    key: Annotated[Path, typer.Option(help="The administrator's key, from `viewmark administrator key`.")],
    challenge: Annotated[str, typer.Option(help="What the handheld shows: hexadecimal digits, spaces are skipped.")],
    as_json: AsJson = False,
) -> None:
    """Print the authorisation that has one handheld reset its PIN once.

    Example: viewmark administrator reset-pin --key administrator.key --challenge 0011223344556677
    """
    message = reset_message(_challenge(challenge))
    signer = SigningKey.open(key)
    authorisation = base64.b64encode(signer.sign(message)).decode()
    left = signer.left
    if as_json:
        print_json({"authorisation": authorisation, "left": left})
        return
    print(authorisation)
    err.print(f"The key signs {left} times more.", highlight=False)


def _challenge(text: str) -> bytes:
    try:
        challenge = bytes.fromhex(text)
    except ValueError as error:
        raise SigningError("The challenge is no hexadecimal text. Copy the digits that the handheld shows.") from error
    if len(challenge) not in CHALLENGE_BYTES:
        limits = f"{CHALLENGE_BYTES[0]} to {CHALLENGE_BYTES[-1]} bytes"
        raise SigningError(f"The challenge has {len(challenge)} bytes, not {limits}. Copy all that the handheld shows.")
    return challenge
