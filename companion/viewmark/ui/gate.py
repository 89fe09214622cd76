"""The gate before every page: who has not signed in is led to the sign-in page, and nothing is taken from elsewhere."""

from http.cookies import SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from viewmark.errors import AccountError
from viewmark.ui.people import COOKIE, People

# Figures for scripts and the demo say nothing of a weapon; the pages' own scripts and style say nothing at all.
_OPEN = ("/sign-in", "/_nicegui", "/favicon", "/api/state", "/api/demo")


class Gate:
    """ASGI middleware: 303 to `/sign-in` without a session, 403 for a form that another site sends."""

    def __init__(self, app: ASGIApp, people: People) -> None:
        self._app = app
        self._people = people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] not in ("GET", "HEAD") and not _is_own(headers):
            await PlainTextResponse("This form was sent by another site.", 403)(scope, receive, send)
            return
        path: str = scope["path"]
        token = _token(headers)
        if not path.startswith(_OPEN):
            try:
                may_see = self._people.may_see(token)
            except AccountError as error:  # nobody is let in on a guess
                await PlainTextResponse(str(error), 503)(scope, receive, send)
                return
            if not may_see:
                where = path + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
                await RedirectResponse(f"/sign-in?next={quote(where)}", 303)(scope, receive, send)
                return
            self._people.sessions.touch(token)
        await self._app(scope, receive, send)


def _is_own(headers: Headers) -> bool:
    """Return whether a request comes from a page of this app; programs that are no browsers say nothing of it."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _token(headers: Headers) -> str:
    cookie = SimpleCookie()
    cookie.load(headers.get("cookie", ""))
    return cookie[COOKIE].value if COOKIE in cookie else ""
