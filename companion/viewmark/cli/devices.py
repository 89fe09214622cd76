"""`viewmark devices` and `viewmark sync`: the handhelds that were seen, and bringing one up to date."""

import asyncio
import time
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from viewmark.archive.archive import Archive
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, err, print_json, print_table, visible
from viewmark.cli.register import ApiKey, Url
from viewmark.devices.progress import Progress as SyncProgress
from viewmark.laptop import Laptop, Post
from viewmark.register.client import RegisterClient
from viewmark.register.outbox import OutboxState


def devices(folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """List the handhelds that were seen, with the checks on each and on this laptop.

    Example: viewmark devices
    """
    archive = Archive(folder)
    try:
        rows = archive.devices()
    finally:
        archive.close()
    if as_json:
        print_json(rows)
        return
    shown = [
        (
            one["device_id"],
            one["next_sequence"] - one["first_sequence"],
            one["on_laptop"],
            one["clock_trust"],
            one["list_version"],
            one["store_state"],
            one["software_version"],
        )
        for one in rows
    ]
    print_table("Handhelds", ("handheld", "on device", "on laptop", "clock", "list", "store", "firmware"), shown)


def sync(
    port: Annotated[str, typer.Argument(help="The serial port that the handheld is on.")],
    url: Url,
    api_key: ApiKey,
    folder: Folder = DEFAULT_FOLDER,
    post: Annotated[str, typer.Option(help="The post that asks the register.")] = Post().post,
    officer: Annotated[str, typer.Option(help="The officer who asks the register.")] = Post().officer,
    legal_ground: Annotated[str, typer.Option(help="The power under which it is asked.")] = Post().legal_ground,
    as_json: AsJson = False,
) -> None:
    """Sync one handheld: clock and list down, checks and photos up, the register's answers down.

    Example: viewmark sync /dev/ttyACM1 --url http://127.0.0.1:8470
    """
    bar = Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=err,
        disable=as_json,
        transient=True,
    )

    async def run() -> tuple[list[str], OutboxState]:
        async with RegisterClient(url, api_key) as client:
            laptop = Laptop(folder, client, Post(post, officer, legal_ground))
            try:
                return await laptop.sync_once(port, report), laptop.outbox.state(int(time.time()))
            finally:
                laptop.close()

    with bar:
        task = bar.add_task("opening", total=1)

        def report(progress: SyncProgress) -> None:
            bar.update(task, description=progress.what, completed=progress.done, total=progress.total)

        filed, outbox = asyncio.run(run())
    if as_json:
        print_json({"filed": filed, "waiting": outbox.waiting, "refused": outbox.parked, "error": outbox.held_error})
        return
    print(f"{len(filed)} new checks were filed.")
    if outbox.waiting:
        why = outbox.held_error or "The register did not take all of it."
        print(f"{outbox.waiting} items wait here for the register and go out at the next sync. {visible(why)}")
    if outbox.parked:
        print(f"{outbox.parked} items were refused by the register. Tell the focal point.")
