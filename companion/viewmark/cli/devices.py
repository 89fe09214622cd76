"""`viewmark devices` and `viewmark sync`: the handhelds that are known, and bringing one up to date."""

import asyncio
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.archive.archive import Archive
from viewmark.cli.carrying import SyncBar
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, visible
from viewmark.cli.register import ApiKey, Pinned, Url, connected
from viewmark.devices.opening import RADIO
from viewmark.devices.pairings import PAIRINGS_FILE, Paired, Pairings
from viewmark.errors import NotPairedError
from viewmark.laptop import Laptop, Post
from viewmark.register.outbox import OutboxState

_NOT_PAIRED = "The handheld at {0} and this laptop are not paired. Run `viewmark pair {0}`, then sync again."
_NOT_PAIRED_ON_AIR = (
    "{0} does not trust this laptop any more. Plug its cable in, run `viewmark pair` with its port, then sync again."
)


def devices(folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """List the handhelds that were seen or are paired, with the checks on each and on this laptop.

    One that is known on the air can be synced by radio: `viewmark sync radio:handheld-1`.
    Example: viewmark devices
    """
    rows = _rows(folder)
    if as_json:
        print_json(rows)
        return
    shown = [
        (
            one["device_id"],
            f"{one['next_sequence'] - one['first_sequence']} / {one['on_laptop']}"
            if "log_id" in one
            else "never synced",
            _since(one["paired_s"]),
            "known" if one["known_on_air"] else "no",
            one.get("clock_trust"),
            one.get("list_version"),
            one.get("store_state"),
        )
        for one in rows
    ]
    columns = ("handheld", "on device / laptop", "paired since", "on the air", "clock", "list", "store")
    print_table("Handhelds", columns, shown)


def _rows(folder: Path) -> list[dict[str, Any]]:
    """Return the handhelds that were seen, then those that are paired and have never been synced here."""
    paired = {one.device_id: one for one in Pairings(folder / PAIRINGS_FILE).all()}
    archive = Archive(folder)
    try:
        seen = archive.devices()
    finally:
        archive.close()
    rows = [one | _trust(paired.pop(one["device_id"], None)) for one in seen]
    return rows + [{"device_id": one.device_id, "on_laptop": 0} | _trust(one) for one in paired.values()]


def _trust(paired: Paired | None) -> dict[str, Any]:
    if paired is None:
        return {"paired_s": None, "known_on_air": False}
    return {"paired_s": paired.paired_s, "known_on_air": paired.tag_key is not None}


def _since(paired_s: int | None) -> str:
    return "not" if paired_s is None else time.strftime("%Y-%m-%d", time.gmtime(paired_s))


def sync(
    port: Annotated[str, typer.Argument(help="The serial port of a paired handheld, or `radio:` and its id.")],
    url: Url,
    api_key: ApiKey,
    register_certificate: Pinned = None,
    folder: Folder = DEFAULT_FOLDER,
    post: Annotated[str, typer.Option(help="The post that asks the register.")] = Post().post,
    officer: Annotated[str, typer.Option(help="The officer who asks the register.")] = Post().officer,
    legal_ground: Annotated[str, typer.Option(help="The power under which it is asked.")] = Post().legal_ground,
    as_json: AsJson = False,
) -> None:
    """Sync one handheld: clock and list down, checks and photos up, the register's answers down.

    By radio: viewmark sync radio:handheld-1. The handheld is known there after its first sync over the cable.
    Example: viewmark sync /dev/ttyACM1 --register-url http://127.0.0.1:8470
    """

    async def run() -> tuple[list[str], OutboxState]:
        async with connected(url, api_key, register_certificate) as client:
            laptop = Laptop(folder, client, Post(post, officer, legal_ground))
            try:
                return await laptop.sync_once(port, bar.report), laptop.outbox.state(int(time.time()))
            finally:
                laptop.close()

    with SyncBar(is_quiet=as_json) as bar:
        try:
            filed, outbox = asyncio.run(run())
        except NotPairedError as error:
            text = _NOT_PAIRED_ON_AIR if port.startswith(RADIO) else _NOT_PAIRED
            raise NotPairedError(text.format(port.removeprefix(RADIO))) from error
    if as_json:
        print_json({"filed": filed, "waiting": outbox.waiting, "refused": outbox.parked, "error": outbox.held_error})
        return
    print(f"{len(filed)} new checks were filed.")
    if outbox.waiting:
        why = outbox.held_error or "The register did not take all of it."
        print(f"{outbox.waiting} items wait here for the register and go out at the next sync. {visible(why)}")
    if outbox.parked:
        print(f"{outbox.parked} items were refused by the register. Tell the focal point.")
