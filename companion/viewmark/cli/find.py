"""`viewmark find`: which registers and laptops announce themselves at base."""

import asyncio
from ipaddress import ip_address
from typing import Annotated

import typer

from viewmark.cli.output import AsJson, err, print_json, print_table


def find(
    wait_s: Annotated[float, typer.Option("--wait", min=0.1, help="So many seconds.")] = 2.0,
    interface: Annotated[list[str] | None, typer.Option(help="Look only at this address of this machine.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show who announces itself on the local network: a hint where to enrol, and no proof of who it is.

    Example: viewmark find
    """
    from viewmark.base.network import found

    for one in interface or []:
        try:
            ip_address(one)
        except ValueError as error:
            raise typer.BadParameter(f"{one} is no address such as 192.0.2.7.", param_hint="--interface") from error
    with err.status("Looking"):
        rows = asyncio.run(found(wait_s, interface))
    if as_json:
        print_json([vars(one) | {"url": one.url} for one in rows])
        return
    cells = [(one.role, one.id, one.url, one.version, one.fingerprint[:16]) for one in rows]
    print_table("At base", ("role", "id", "address", "version", "fingerprint begins"), cells)
