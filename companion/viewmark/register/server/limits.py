"""The size of a request's body, stated and kept before anything reads it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..wire import API, BATCH_LIMIT_BYTES, JSON_LIMIT_BYTES, PHOTO_LIMIT_BYTES
from .problems import Problem, problem_response


class BodyLimit:
    """ASGI middleware: 413 for a body over the limit, whether the request says its length or only sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what it sends."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit_bytes(scope["path"])
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > limit:
            error = _too_large(limit)
            await problem_response(error.status_code, error.name, error.detail)(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _too_large(limit)
            return message

        await self._app(scope, counted, send)


def _limit_bytes(path: str) -> int:
    if path.startswith(API + "/photos/"):
        return PHOTO_LIMIT_BYTES
    return BATCH_LIMIT_BYTES if path == API + "/queries" else JSON_LIMIT_BYTES


def _too_large(limit: int) -> Problem:
    detail = f"At most {limit} bytes are taken here. Send a smaller body; nothing was stored."
    return Problem(413, "too-large", detail)
