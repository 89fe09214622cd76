"""`viewmark register`'s keeping: keys, import, verify, backup, figures. The server is loaded by the commands alone."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.output import AsJson, err, out, print_json, print_reasons, print_table, progress_bar, utc, visible
from viewmark.cli.places import PLACE
from viewmark.cli.register import Where, app
from viewmark.csvtable import count_rows
from viewmark.register.roles import POST, RIGHTS


@app.command("keys")
def keys(
    folder: Where,
    add: Annotated[str | None, typer.Option(help="Make a key for this holder: a post's name, say.")] = None,
    role: Annotated[str, typer.Option(help=f"What it may do: {', '.join(RIGHTS)}.")] = POST,
    revoke: Annotated[str | None, typer.Option(help="Accept the key with this id no more.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the API keys, make one, or revoke one. A new key is shown this once.

    Example: viewmark register keys --folder register --add north --role post
    """
    from viewmark.register.server import keys as api_keys
    from viewmark.register.server.opening import open_existing

    with closing(open_existing(folder)) as store:
        if revoke is not None:  # first, since an error here must not leave a new key that was never shown
            api_keys.revoke_key(store, revoke)
        made = None if add is None else api_keys.make_key(store, add, role)
        rows = [
            {"id": one.id, "name": one.name, "role": one.role, "made": utc(one.made_s), "revoked": utc(one.revoked_s)}
            for one in api_keys.keys(store)
        ]
    if as_json:
        print_json({"keys": rows} | ({"key": made} if made else {}))
        return
    print_table("API keys", ("id", "name", "role", "made", "revoked"), [one.values() for one in rows])
    if made:
        out.print(f"The new key, shown this once: {made}", highlight=False, soft_wrap=True)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV with register_id, serial, maker, ...", exists=True, dir_okay=False)],
    folder: Where,
    as_json: AsJson = False,
) -> None:
    """Take in weapons from a CSV file; every row that is refused is reported. Run again, it goes on.

    A folder without a register gets one.

    Example: viewmark register import firearms.csv --folder register
    """
    from viewmark.register.server.importing import COLUMNS, import_csv
    from viewmark.register.server.opening import open_store

    total = count_rows(file)
    with closing(open_store(folder)) as store, progress_bar("rows", as_json) as say:
        report = import_csv(store, file, lambda rows: say("rows", rows, total))
    facts = {
        "taken": report.taken,
        "reported": report.reported,
        "here already": report.known,
        "refused": len(report.refused),
    }
    if as_json:
        print_json(facts | {"rows": [vars(one) for one in report.refused], "unknown columns": report.unknown})
        return
    print_table("Imported", ("", "rows"), facts.items())
    print_reasons("Refused", report.reasons(), [(one.line, one.reason) for one in report.refused])
    if report.unknown:
        names = visible(", ".join(report.unknown))
        print(f"Nothing was taken from the columns {names}: there are {', '.join(COLUMNS)}.")


@app.command()
def verify(folder: Where, as_json: AsJson = False) -> None:
    """Check that no line of the audit was changed, and that every check and photo is as it arrived.

    Example: viewmark register verify --folder register
    """
    from viewmark.register.server.backup import verify as verified
    from viewmark.register.server.opening import open_existing

    with closing(open_existing(folder)) as store, err.status("The audit"):
        found = verified(store)
    if as_json:
        print_json(found)
    else:
        print_table("Whole and unchanged", ("", ""), found.items())


@app.command()
def backup(
    folder: Where,
    target: Annotated[Path, typer.Option("--to", help="A new folder for the copy.", **PLACE)],
    as_json: AsJson = False,
) -> None:
    """Copy a register, which may be served meanwhile, to a folder from which it can be served again.

    Example: viewmark register backup --folder register --to backups/monday
    """
    from viewmark.register.server.backup import back_up

    with progress_bar("pages", as_json) as say:
        size = back_up(folder, target, lambda done, total: say("pages", done, total))
    if as_json:
        print_json({"bytes": size})
    else:
        out.print(f"{size} bytes were copied, and verified.", highlight=False)


@app.command()
def stats(folder: Where, as_json: AsJson = False) -> None:
    """Show what the register holds, and what it was asked.

    Example: viewmark register stats --folder register
    """
    from viewmark.register.server.opening import open_existing
    from viewmark.register.server.stats import stats as stats_of

    with closing(open_existing(folder)) as store:
        found = stats_of(store)
    if as_json:
        print_json(found)
        return
    print_table("Holds", ("", ""), [(name, value) for name, value in found.items() if not isinstance(value, dict)])
    for name in ("reports", "answers"):
        print_table(name.capitalize(), ("", ""), found[name].items())
