"""The handheld in the browser: carries pixels and keys, nothing else; everything shown is the firmware's own."""

import asyncio
import contextlib
import io
import json
from importlib.resources import files
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import HTMLResponse
from PIL import Image

from viewmark.errors import HandheldError, PictureError
from viewmark.handheld.palette import COLOURS
from viewmark.handheld.process import Handheld

_KEYS = ("up", "down", "ok", "back")
_MOST_PHOTO_BYTES = 20 * 1024 * 1024
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def own_page_only(request: Request) -> None:
    """Refuse what another site's page sends: it could press keys in the officer's browser."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if host.rpartition(":")[0] not in _LOCAL_HOSTS or (origin and origin.partition("//")[2] != host):
        raise HTTPException(403, "Only the handheld's own page may do this. Open it on this machine.")


def create_app(handheld: Handheld) -> FastAPI:
    """Return the page's server for one handheld."""
    app = FastAPI(title="Viewmark handheld", docs_url=None, redoc_url=None, openapi_url=None)
    guard = [Depends(own_page_only)]

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        html = files("viewmark.handheld").joinpath("page.html").read_text()
        return html.replace("/*COLOURS*/[]", json.dumps(COLOURS))

    @app.get("/state")
    def state() -> dict[str, Any]:
        return describe(handheld)

    @app.post("/key/{name}", dependencies=guard)
    async def press(name: str) -> dict[str, Any]:
        if name not in _KEYS:
            raise HTTPException(404, f"There is no key {name[:20]!r}: {', '.join(_KEYS)}.")
        await _or_refuse(handheld.press(name))
        return describe(handheld)

    @app.post("/photo", dependencies=guard)
    async def look(content: Annotated[bytes, Depends(_body)]) -> dict[str, Any]:
        picture = handheld.folder / "chosen-picture"
        await asyncio.to_thread(picture.write_bytes, content)
        try:
            await asyncio.to_thread(handheld.look_at, picture)
        except PictureError:
            raise HTTPException(422, "This file is no picture that can be decoded. Choose a PNG or JPEG.") from None
        await handheld.tell_changed()
        return describe(handheld)

    @app.get("/camera")
    def camera() -> Response:
        """Return the grey frame before the camera as PNG, for the page's preview."""
        return _camera_png(handheld)

    @app.post("/cable/{where}", dependencies=guard)
    async def cable(where: str) -> dict[str, Any]:
        if where == "in":
            handheld.cable.plug_in()
        elif where == "out":
            handheld.cable.pull_out()
        else:
            raise HTTPException(404, "The cable is `in` or `out`.")
        await handheld.tell_changed()
        return describe(handheld)

    @app.post("/power/{what}", dependencies=guard)
    async def power(what: str) -> dict[str, Any]:
        if what == "cut" and handheld.is_on:
            await handheld.kill()
        elif what == "on" and not handheld.is_on:
            await _or_refuse(handheld.start())
        elif what not in ("cut", "on"):
            raise HTTPException(404, "The power can be `cut` or switched `on`.")
        await handheld.tell_changed()
        return describe(handheld)

    @app.post("/battery/{percent}", dependencies=guard)
    async def battery(percent: int) -> dict[str, Any]:
        if not 0 <= percent <= 100:
            raise HTTPException(422, "A battery holds 0 to 100 percent.")
        await handheld.set_battery(percent)
        return describe(handheld)

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await _show(handheld, socket)

    return app


def describe(handheld: Handheld) -> dict[str, Any]:
    """Return everything that the page shows beside the pixels."""
    screen = handheld.screen
    return {
        "screen": screen.name,
        "texts": screen.texts,
        "light": screen.light if handheld.is_on else 0,
        "on": handheld.is_on,
        "cable": handheld.cable.is_in,
        "battery": handheld.battery_percent,
        "picture": (handheld.folder / "camera.grey").exists(),
        "revision": handheld.revision,
    }


async def _show(handheld: Handheld, socket: WebSocket) -> None:
    """Send state and pixels at once and after every change, until the page is closed."""
    closed = asyncio.create_task(socket.receive())
    try:
        while not closed.done():
            revision = handheld.revision
            await socket.send_json(describe(handheld))
            await socket.send_bytes(handheld.screen.pixels)
            changed = asyncio.create_task(handheld.wait_changed(revision))
            await asyncio.wait((closed, changed), return_when=asyncio.FIRST_COMPLETED)
            changed.cancel()
    finally:
        closed.cancel()


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > _MOST_PHOTO_BYTES:
            raise HTTPException(413, f"A picture may have {_MOST_PHOTO_BYTES // 1024 // 1024} MiB. Make it smaller.")
    return bytes(content)


async def _or_refuse(work: Any) -> None:
    try:
        await work
    except (HandheldError, ConnectionError) as error:
        raise HTTPException(409, str(error) or "The handheld is off. Switch it on.") from error


def _camera_png(handheld: Handheld) -> Response:
    try:
        frame = (handheld.folder / "camera.grey").read_bytes()[
            : handheld.board.camera_px[0] * handheld.board.camera_px[1]
        ]
    except OSError:
        raise HTTPException(404, "There is nothing before the camera.") from None
    png = io.BytesIO()
    Image.frombytes("L", handheld.board.camera_px, frame).save(png, "PNG")
    return Response(png.getvalue(), media_type="image/png", headers={"Cache-Control": "no-store"})
