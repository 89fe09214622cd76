"""The app as one process: NiceGUI's pages, the addresses for scripts, and the laptop at work behind them."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from nicegui import ui
from starlette.middleware.trustedhost import TrustedHostMiddleware

from viewmark.base.announcement import LAPTOP
from viewmark.base.network import announced_if_possible
from viewmark.listening import listening_at
from viewmark.ui.addresses import add_addresses
from viewmark.ui.check import add_check
from viewmark.ui.demo import add_demo
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, link, text
from viewmark.ui.errors import AppError
from viewmark.ui.figures import add_figures
from viewmark.ui.frame import NAME, frame
from viewmark.ui.gate import Gate
from viewmark.ui.gateway_message import add_gateway_message
from viewmark.ui.gateways import add_gateways
from viewmark.ui.handhelds import add_handhelds
from viewmark.ui.lane import add_lane
from viewmark.ui.language import _
from viewmark.ui.operation import add_operation
from viewmark.ui.operations import add_operations
from viewmark.ui.outbox import add_outbox
from viewmark.ui.reference import add_reference
from viewmark.ui.search import add_search
from viewmark.ui.settings import add_settings
from viewmark.ui.sign_in import add_sign_in
from viewmark.urls import url_of

Ready = Callable[[str], None]

_STYLE = Path(__file__).with_name("style.css")
_SCRIPT = Path(__file__).with_name("page.js")
_ICON = Path(__file__).with_name("icon.svg")
_ANY_ADDRESS = ("0.0.0.0", "::")
_STOP_S = 2


class _Server(uvicorn.Server):
    """Tells its address once it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(desk: Desk, host: str, port: int, ready: Ready, announced_as: str = "") -> None:
    """Serve until interrupted, announced at base under an id if one is given; a port of 0 takes a free one.

    AppError where the address cannot be had.
    """
    with listening_at(host, port, AppError) as listening:
        port = listening.getsockname()[1]
        address = url_of("http", host, port)
        config = uvicorn.Config(
            _application(desk, host, port, announced_as),
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=_STOP_S,
        )
        _Server(config, lambda: ready(address)).run(sockets=[listening])


def _application(desk: Desk, host: str, port: int, announced_as: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with announced_if_possible(LAPTOP, announced_as, host, port), desk.at_work():
            yield

    server = FastAPI(lifespan=lifespan, openapi_url=None)
    if host not in _ANY_ADDRESS:
        # A page elsewhere must not reach this one by a name that it lets point here.
        server.add_middleware(TrustedHostMiddleware, allowed_hosts=[host, "localhost", "127.0.0.1"])
    server.add_middleware(Gate, people=desk.people)
    add_addresses(server, desk)
    add_sign_in(server, desk)
    ui.add_head_html(f"<style>{_STYLE.read_text('utf-8')}</style>", shared=True)
    ui.add_head_html(f"<script>{_SCRIPT.read_text('utf-8')}</script>", shared=True)
    add_lane(desk)
    add_check(desk)
    add_handhelds(desk)
    add_search(desk)
    add_outbox(desk)
    add_figures(server, desk)
    add_gateways(desk)
    add_gateway_message(desk)
    add_operations(desk)
    add_operation(server, desk)
    add_reference(desk)
    add_settings(desk)
    if desk.handheld_url:
        if urlsplit(desk.handheld_url).scheme not in ("http", "https"):
            raise AppError("--handheld-url wants an address that begins with http:// or https://.")
        add_demo(desk, desk.handheld_url)
    _add_unknown(desk)
    ui.run_with(
        server,
        title=NAME,
        favicon=_ICON.read_text("utf-8"),
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=30.0,
    )
    return server


def _add_unknown(desk: Desk) -> None:
    @ui.page("/{path:path}")
    def unknown(path: str) -> None:
        ui.context.client.status_code = 404
        with frame(desk, ""), box("vm-section vm-message", test="unknown-page"):
            text(_("There is no such page"), "vm-title", "h1")
            text(_("Nothing is at /{0}.").format(path[:80]), tag="p")
            link(_("Back to the lane"), "/", "vm-back")
