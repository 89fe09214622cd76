"""`viewmark app`: the laptop's pages, and the handhelds at its ports kept in sync behind them."""

import json
from typing import Annotated

import typer

from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder
from viewmark.cli.register import Pinned, connected
from viewmark.laptop import Post


def app(
    register_url: Annotated[str, typer.Option(envvar="VIEWMARK_REGISTER_URL", help="The register's address.")],
    register_key: Annotated[str, typer.Option(envvar="VIEWMARK_REGISTER_KEY", help="The key that it asks for.")],
    register_certificate: Pinned = None,
    folder: Folder = DEFAULT_FOLDER,
    device: Annotated[list[str] | None, typer.Option(help="A handheld's serial port; may be given again.")] = None,
    radio: Annotated[bool, typer.Option("--radio", help="Keep paired handhelds in sync over the air too.")] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8480,
    handheld_url: Annotated[str | None, typer.Option(help="A handheld's page to show on the page /demo.")] = None,
    post: Annotated[str, typer.Option(help="The post that asks the register.")] = Post().post,
    officer: Annotated[str, typer.Option(help="The officer who asks the register.")] = Post().officer,
    legal_ground: Annotated[str, typer.Option(help="The power under which it is asked.")] = Post().legal_ground,
    announce: Annotated[
        str, typer.Option(help="The id under which it is announced on the local network; empty: not at all.")
    ] = "",
    second_reading: Annotated[
        bool, typer.Option("--second-reading/--no-second-reading", help="Read every photo a second time here.")
    ] = True,
    open_pages: Annotated[
        bool, typer.Option("--open-pages", help="Show pages while there is no account: for a demonstration.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the lane, every check and the handhelds in a browser, and keep everything in sync, until interrupted.

    Example: viewmark app --register-url http://127.0.0.1:8470 --register-key "$KEY" --device /dev/ttyACM1
    """
    from viewmark.ui.desk import Desk  # NiceGUI takes a second to load, which no other command should wait for
    from viewmark.ui.server import serve

    def ready(url: str) -> None:
        print(json.dumps({"url": url}) if as_json else f"Viewmark answers at {url}", flush=True)

    client = connected(register_url, register_key, register_certificate)
    desk = Desk(
        folder,
        client,
        Post(post, officer, legal_ground),
        device or [],
        handheld_url,
        has_radio=radio,
        reads_photos=second_reading,
        is_open=open_pages,
    )
    serve(desk, host, port, ready, announce)
