"""The addresses that are no pages: figures for scripts, photos, and what the demo tells."""

import ipaddress
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Request, Response
from pydantic import BaseModel, Field

from viewmark.ui.desk import DemoProgress, Desk

_PHOTO_HEADERS = {
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
    """Add `/api/state`, `/photo/{check}/{digest}` and `/api/demo`."""

    @server.get("/api/state")
    async def state() -> dict[str, Any]:
        return desk.state()

    @server.get("/photo/{wanted_id}/{digest}")
    async def photo(wanted_id: str, digest: str) -> Response:
        found = desk.photo(wanted_id, digest)
        if found is None:
            raise HTTPException(404, "There is no such photo here.")
        return Response(found.content, media_type=found.media_type, headers=_PHOTO_HEADERS)

    @server.post("/api/demo", status_code=204)
    async def demo(told: Told, request: Request) -> None:
        if request.client is None or not ipaddress.ip_address(request.client.host).is_loopback:
            raise HTTPException(403, "Only the demo on this machine tells how far it is.")
        desk.demo = DemoProgress(told.what, told.done, told.total)
