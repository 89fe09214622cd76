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
    if not is_terminal():
        return piped_passphrase()
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
    if not is_terminal():
        return None
    return typer.prompt(f"Passphrase of {folder}", hide_input=True, err=True)


def is_terminal() -> bool:
    """Return whether a person can be asked; standard input may be closed altogether."""
    return sys.stdin is not None and sys.stdin.isatty()


def piped_passphrase() -> str:
    """Return the first line of what is piped in, empty where nothing is; AccountError where it is no text."""
    line = "" if sys.stdin is None else sys.stdin.readline().rstrip("\n")
    try:
        line.encode()
    except UnicodeEncodeError as error:
        raise AccountError("The passphrase that was piped in is no text in UTF-8. Pipe it in as UTF-8.") from error
    return line
