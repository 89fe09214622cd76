"""Asking for passphrases: hidden in a terminal, the first line of what is piped in, or of a file that is named."""

import os
import sys
from pathlib import Path

import typer

from viewmark.encryption.errors import LockedError
from viewmark.errors import AccountError

FILE_VARIABLE = "VIEWMARK_PASSPHRASE_FILE"


def new_passphrase(prompt: str = "Passphrase") -> str:
    """Return a passphrase that is to be set, typed twice in a terminal; AccountError where these differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    given = typer.prompt(prompt, hide_input=True)
    if typer.prompt("The same again", hide_input=True) != given:
        raise AccountError("These were two different passphrases. Nothing was changed; try again.")
    return given


def passphrase_of(folder: Path) -> str | None:
    """Return the passphrase that guards a folder: from the file that is named, or as it is typed; None without both."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        try:
            return Path(named).read_text("utf-8").split("\n", 1)[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise LockedError(f"The passphrase in {named} cannot be read ({error}). Name another file.") from error
    if not sys.stdin.isatty():
        return None
    return typer.prompt(f"Passphrase of {folder}", hide_input=True, err=True)
