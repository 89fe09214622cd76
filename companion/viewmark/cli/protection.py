"""`viewmark protection`: the passphrase that guards everything this laptop keeps."""

from typing import Annotated

import typer

from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json
from viewmark.cli.passphrase import new_passphrase, passphrase_of
from viewmark.encryption.master_key import MasterKeyFile

app = typer.Typer(help="The passphrase that guards everything this laptop keeps.", no_args_is_help=True)


@app.command()
def show(folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Say whether a passphrase guards the data.

    Example: viewmark protection show
    """
    is_guarded = MasterKeyFile.of(folder).is_guarded()
    if as_json:
        print_json({"folder": str(folder), "guarded": is_guarded})
    else:
        print(f"The data in {folder} are guarded by {'a' if is_guarded else 'no'} passphrase.")


@app.command("set")
def set_passphrase(folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """Set or change the passphrase; the new one is asked for, or is the first line of what is piped in.

    Nobody can open the data without it: keep a copy on paper in a safe. `viewmark app` asks for it when it starts, or
    reads it from the file that VIEWMARK_PASSPHRASE_FILE names.
    Example: viewmark protection set
    """
    file = MasterKeyFile.of(folder)
    old = passphrase_of(folder) if file.is_guarded() else None
    file.guard(old, new_passphrase("New passphrase"))
    _say(as_json, True)


@app.command()
def remove(
    folder: Folder = DEFAULT_FOLDER,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether this is meant.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let the data lie open again to whoever has this disk.

    Example: viewmark protection remove --yes
    """
    file = MasterKeyFile.of(folder)
    if not yes:
        typer.confirm("Who takes this disk will be able to read every check. Go on?", abort=True, err=True)
    file.guard(passphrase_of(folder) if file.is_guarded() else None, None)
    _say(as_json, False)


def _say(as_json: bool, is_guarded: bool) -> None:
    if as_json:
        print_json({"guarded": is_guarded})
    else:
        print("The passphrase is set." if is_guarded else "No passphrase guards the data now.")
