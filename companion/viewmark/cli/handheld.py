"""`viewmark handheld`: the simulated handheld in the browser."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.output import AsJson, err
from viewmark.cli.places import PLACE

DEFAULT_FOLDER = Path.home() / ".viewmark-handheld"


def handheld(
    folder: Annotated[Path, typer.Option(help="Where its flash lies.", **PLACE)] = DEFAULT_FOLDER,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8481,
    device_id: Annotated[str, typer.Option(help="The name that it gives itself.")] = "handheld-1",
    clock: Annotated[str, typer.Option(help="`battery`, or `unset` for a clock that was never set.")] = "battery",
    firmware_key: Annotated[
        Path | None, typer.Option(help="Its firmware's maker's key (`viewmark firmware key`): it takes updates then.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run the handheld's firmware with its screen, keys and camera in the browser.

    Example: viewmark handheld --port 8481
    """
    # The simulator needs a POSIX system; the rest of the command line does not.
    from viewmark.handheld.process import Handheld
    from viewmark.handheld.serving import serve_page
    from viewmark.signing.key import SigningKey

    root = SigningKey.open(firmware_key).public_key if firmware_key else b""

    async def run() -> None:
        err.print("Starting the handheld ...")
        device = Handheld(folder, device_id, clock, firmware_root=root)
        await device.start()
        try:
            device.cable.plug_in()
            async with serve_page(device, host, port) as url:
                serial_port = str(device.cable.path)
                if as_json:
                    print(json.dumps({"url": url, "serial_port": serial_port}), flush=True)
                else:
                    print(f"The handheld is at {url}, its cable at {serial_port}. Ctrl-C ends it.", flush=True)
                await asyncio.Event().wait()
        finally:
            await device.stop()

    asyncio.run(run())
