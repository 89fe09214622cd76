"""`viewmark register`'s keeping: keys, import, verify, backup, figures."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from viewmark.cli.output import AsJson, err, out, print_json, print_table, utc
from viewmark.cli.register import Where, app
from viewmark.register.server import backup as backups
from viewmark.register.server import keys as api_keys
from viewmark.register.server.importing import import_csv
from viewmark.register.server.run import open_existing, open_store
from viewmark.register.server.stats import stats as stats_of

_MOST_SHOWN = 20


@app.command("keys")
def keys(
    folder: Where,
    add: Annotated[str | None, typer.Option(help="Make a key for this holder: a post's name, say.")] = None,
    role: Annotated[str, typer.Option(help=f"What it may do: {', '.join(api_keys.RIGHTS)}.")] = api_keys.POST,
    revoke: Annotated[str | None, typer.Option(help="Accept the key with this id no more.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the API keys, make one, or revoke one. A new key is shown this once.

    Example: viewmark register keys --folder register --add north --role post
    """
    store = open_store(folder)
    try:
        made = None if add is None else api_keys.make_key(store, add, role)
        if revoke is not None:
            api_keys.revoke_key(store, revoke)
        rows = [
            {"id": one.id, "name": one.name, "role": one.role, "made": utc(one.made_s), "revoked": utc(one.revoked_s)}
            for one in api_keys.keys(store)
        ]
    finally:
        store.close()
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

    Example: viewmark register import weapons.csv --folder register
    """
    store = open_store(folder)
    try:
        with Progress(*Progress.get_default_columns(), console=err, transient=True, disable=as_json) as progress:
            with file.open("rb") as content:
                total = max(1, sum(part.count(b"\n") for part in iter(lambda: content.read(1 << 20), b"")) - 1)
            task = progress.add_task("rows", total=total)
            report = import_csv(store, file, lambda rows: progress.update(task, completed=rows))
    finally:
        store.close()
    facts = {
        "taken": report.taken,
        "reported": report.reported,
        "here already": report.known,
        "refused": len(report.refused),
    }
    if as_json:
        print_json(facts | {"rows": [{"line": one.line, "reason": one.reason} for one in report.refused]})
        return
    print_table("Imported", ("", "rows"), facts.items())
    if report.refused:
        rows = [
            (reason, count, ", ".join(str(one.line) for one in report.refused if one.reason == reason)[:60])
            for reason, count in report.reasons().items()
        ]
        print_table("Refused", ("reason", "rows", "lines of the file"), rows)


@app.command()
def verify(folder: Where, as_json: AsJson = False) -> None:
    """Check that no line of the audit was changed, and that every check and photo is as it arrived.

    Example: viewmark register verify --folder register
    """
    store = open_existing(folder)
    try:
        with err.status("The audit"):
            found = backups.verify(store)
    finally:
        store.close()
    if as_json:
        print_json(found)
    else:
        print_table("Whole and unchanged", ("", ""), found.items())


@app.command()
def backup(
    folder: Where,
    target: Annotated[Path, typer.Option("--to", help="A new folder for the copy.")],
    as_json: AsJson = False,
) -> None:
    """Copy a register, which may be served meanwhile, to a folder from which it can be served again.

    Example: viewmark register backup --folder register --to backups/monday
    """
    with Progress(*Progress.get_default_columns(), console=err, transient=True, disable=as_json) as progress:
        task = progress.add_task("pages")
        size = backups.back_up(
            folder, target, lambda done, total: progress.update(task, completed=done, total=max(1, total))
        )
    if as_json:
        print_json({"bytes": size})
    else:
        out.print(f"{size} bytes were copied, and verified.", highlight=False)


@app.command()
def stats(folder: Where, as_json: AsJson = False) -> None:
    """Show what the register holds, and what it was asked.

    Example: viewmark register stats --folder register
    """
    store = open_existing(folder)
    try:
        found = stats_of(store)
    finally:
        store.close()
    if as_json:
        print_json(found)
        return
    print_table("Holds", ("", ""), [(name, value) for name, value in found.items() if not isinstance(value, dict)])
    for name in ("reports", "answers"):
        print_table(name.capitalize(), ("", ""), found[name].items())
