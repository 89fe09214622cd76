"""The addresses that are no pages: figures for scripts, photos, attachments, and what the demo tells."""

import ipaddress
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Request, Response
from pydantic import BaseModel, Field

from viewmark.casework.attachments import X3P_KIND
from viewmark.errors import ArchiveError, CaseworkError
from viewmark.ui.desk import DemoProgress, Desk
from viewmark.ui.people import COOKIE

_HEADERS = {
    "Cache-Control": "no-store",  # it lies in its box on this laptop: no browser keeps it open
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


class Told(BaseModel):
    """What the demo does, how much of it is done, and out of how much."""

    what: Annotated[str, Field(max_length=200)]
    done: Annotated[int, Field(ge=0)] = 0
    total: Annotated[int, Field(ge=0)] = 0


def add_addresses(server: FastAPI, desk: Desk) -> None:
    """Add `/api/state`, `/photo/{check}/{digest}`, `/attachment/{check}/{sha256}` and `/api/demo`."""

    @server.get("/api/state")
    async def state() -> dict[str, Any]:
        return desk.state()

    @server.get("/photo/{wanted_id}/{digest}")
    async def photo(wanted_id: str, digest: str) -> Response:
        found = desk.photo(wanted_id, digest)
        if found is None:
            raise HTTPException(404, "There is no such photo here.")
        return Response(found.content, media_type=found.media_type, headers=_HEADERS)

    @server.get("/attachment/{wanted_id}/{sha256}")
    async def attachment(wanted_id: str, sha256: str, request: Request) -> Response:
        filed = desk.check(wanted_id)
        try:
            token = request.cookies.get(COOKIE, "")
            content = await desk.cases.attachment(token, filed, sha256) if filed else None
        except CaseworkError as error:
            raise HTTPException(403, str(error)) from error
        except ArchiveError as error:
            raise HTTPException(410, str(error)) from error
        if content is None:
            raise HTTPException(404, "There is no such attachment here.")
        # Found by its digest, so it is 64 hex digits: the name that somebody wrote reaches no header.
        name = {"Content-Disposition": f'attachment; filename="{sha256}.{X3P_KIND}"'}
        return Response(content, media_type="application/octet-stream", headers=_HEADERS | name)

    @server.post("/api/demo", status_code=204)
    async def demo(told: Told, request: Request) -> None:
        if request.client is None or not ipaddress.ip_address(request.client.host).is_loopback:
            raise HTTPException(403, "Only the demo on this machine tells how far it is.")
        desk.demo = DemoProgress(told.what, told.done, told.total)
