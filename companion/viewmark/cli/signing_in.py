"""Who does something on the command line that stays on record: an operator, by name and passphrase."""

from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.passphrase import is_terminal, piped_passphrase
from viewmark.errors import AccountError
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

Operator = Annotated[str, typer.Option(help="Who does it: an operator, whose passphrase is asked for, or piped in.")]


def signed_in(folder: Path, name: str, right: str = "") -> str:
    """Return an operator's name once the passphrase was right; AccountError where it or a right lacks."""
    given = typer.prompt("Passphrase", hide_input=True) if is_terminal() else piped_passphrase()
    account = Accounts(folder / OPERATORS_FILE).verify(name, given)
    if right and right not in account.rights:
        raise AccountError(f"{name} was not given that right. Give it: `viewmark operators give {name} {right}`.")
    return account.name
