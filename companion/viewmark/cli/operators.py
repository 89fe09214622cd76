"""`viewmark operators`: who may sign in to this laptop's pages."""

from typing import Annotated

import typer

from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, utc
from viewmark.cli.passphrase import new_passphrase
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

app = typer.Typer(help="Who may sign in to this laptop's pages.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The operator's name, which stands in every entry.")]
Right = Annotated[str, typer.Argument(help="gateways: to send messages to other systems, and to read them.")]


@app.command("list")
def list_operators(folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Show the operators of this laptop.

    Example: viewmark operators list
    """
    rows = Accounts(folder / OPERATORS_FILE).all()
    if as_json:
        print_json({"operators": [one._asdict() for one in rows]})
    else:
        cells = [(one.name, utc(one.since_s), ", ".join(one.rights)) for one in rows]
        print_table("Operators", ("name", "since", "rights"), cells)


@app.command()
def add(
    name: Name,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Add an operator; the passphrase is asked for, or is the first line of what is piped in.

    Example: viewmark operators add K7
    """
    folder.mkdir(parents=True, exist_ok=True)
    Accounts(folder / OPERATORS_FILE).add(name, new_passphrase())
    _say(as_json, "added", name)


@app.command()
def passphrase(name: Name, folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Give an operator another passphrase.

    Example: viewmark operators passphrase K7
    """
    Accounts(folder / OPERATORS_FILE).set_passphrase(name, new_passphrase())
    _say(as_json, "changed", name)


@app.command()
def remove(name: Name, folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Let an operator sign in no more; the entries of that name stay.

    Example: viewmark operators remove K7
    """
    Accounts(folder / OPERATORS_FILE).remove(name)
    _say(as_json, "removed", name)


@app.command()
def give(name: Name, right: Right, folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Give an operator a right that not every operator has.

    Example: viewmark operators give K7 gateways
    """
    Accounts(folder / OPERATORS_FILE).give(name, right)
    _say(as_json, "changed", name)


@app.command()
def take(name: Name, right: Right, folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Take a right back from an operator; it ends at once, also on pages that are open.

    Example: viewmark operators take K7 gateways
    """
    Accounts(folder / OPERATORS_FILE).give(name, right, is_given=False)
    _say(as_json, "changed", name)


def _say(as_json: bool, what: str, name: str) -> None:
    if as_json:
        print_json({what: name})
    else:
        print(f"{name} was {what}.")
