"""Who does something on the command line that stays on record: an operator, by name and passphrase."""

from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.passphrase import is_terminal, piped_passphrase
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

Operator = Annotated[str, typer.Option(help="Who does it: an operator, whose passphrase is asked for, or piped in.")]


def signed_in(folder: Path, name: str) -> str:
    """Return an operator's name once the passphrase was right; AccountError where it is not."""
    given = typer.prompt("Passphrase", hide_input=True) if is_terminal() else piped_passphrase()
    return Accounts(folder / OPERATORS_FILE).verify(name, given).name
