"""Signing in and out, and the first account of a new laptop. Plain forms: they work before any script does."""

from urllib.parse import parse_qs, quote, urlencode

from fastapi import FastAPI, Request, Response
from nicegui import ui
from nicegui.element import Element
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from viewmark.errors import AccountError
from viewmark.operators.accounts import LEAST_CHARACTERS
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, text
from viewmark.ui.fields import control
from viewmark.ui.frame import NAME
from viewmark.ui.language import _, sentence, speak
from viewmark.ui.pairing import is_at_laptop
from viewmark.ui.people import COOKIE

_MOST_FORM_BYTES = 8192


def add_sign_in(server: FastAPI, desk: Desk) -> None:
    """Add the page at `/sign-in`, and what its forms send to."""

    @ui.page("/sign-in")
    def sign_in(next: str = "/", why: str = "") -> None:
        speak("")
        ui.page_title(f"{_('Sign in')} – {NAME}")
        is_first = not desk.people.has_accounts
        with box("vm-main", "main"), box("vm-section vm-message", test="sign-in"):
            text(_("The first operator of this laptop") if is_first else _("Sign in"), "vm-title", "h1")
            if is_first:
                text(_("Choose a name and a passphrase of at least {0} characters.").format(LEAST_CHARACTERS), tag="p")
            if why:
                text(sentence(why[:200]), "vm-warning", "p", "sign-in-why").props["role"] = "alert"
            with Element("form") as form:
                form.props.update({"method": "post", "action": f"/sign-in?next={quote(_local(next))}"})
                control(_("Name"), "name", "sign-in-name", autocomplete="username")
                known = "new-password" if is_first else "current-password"
                control(_("Passphrase"), "passphrase", "sign-in-passphrase", kind="password", autocomplete=known)
                button = text(
                    _("Create and sign in") if is_first else _("Sign in"), "vm-button", "button", "sign-in-button"
                )
                button.props["type"] = "submit"

    @server.post("/sign-in")
    async def enter(request: Request, next: str = "/") -> Response:
        given = await _form(request)
        name, passphrase = given.get("name", ""), given.get("passphrase", "")
        try:
            is_here = request.client is not None and is_at_laptop(request.client.host)
            token = await run_in_threadpool(_enter, desk, name, passphrase, is_here)
        except AccountError as error:
            return RedirectResponse("/sign-in?" + urlencode({"next": _local(next), "why": str(error)}), 303)
        answer = RedirectResponse(_local(next), 303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return answer

    @server.post("/sign-out")
    async def leave(request: Request) -> Response:
        desk.people.sessions.close(request.cookies.get(COOKIE))
        answer = RedirectResponse("/sign-in" if desk.people.has_accounts else "/", 303)
        answer.delete_cookie(COOKIE)
        return answer


def _enter(desk: Desk, name: str, passphrase: str, is_here: bool) -> str:
    if not desk.people.has_accounts:
        if not is_here:
            raise AccountError("The first operator is made on the laptop itself: open this page there.")
        desk.people.accounts.add(name, passphrase)
    return desk.people.sign_in(name, passphrase)


async def _form(request: Request) -> dict[str, str]:
    """Return a form's fields; an overlong one counts as empty."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _MOST_FORM_BYTES:
            return {}
    return {name: values[0] for name, values in parse_qs(content.decode("utf-8", "replace")).items()}


def _local(address: str) -> str:
    """Return an address of this app, the lane for any other: a link must not lead elsewhere after signing in."""
    is_local = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_local else "/"
