"""Running the register: one process, one folder or database URL."""

import contextlib
import socket
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import uvicorn

from ...listening import listening_at
from ...urls import url_of
from ..errors import SetupError
from ..wire import QUESTIONS_A_MINUTE
from .app import create_app
from .keys import give_key, keys
from .opening import open_store
from .store import RegisterStore
from .tls import Tls

Ready = Callable[[str], None]


class RegisterServer(uvicorn.Server):
    """A uvicorn server that tells its address once it answers, and announces it at base where it has an id.

    `should_exit = True` ends it from another thread."""

    def __init__(
        self, config: uvicorn.Config, ready: Ready | None, announced_as: str = "", fingerprint: str = ""
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._announced_as = announced_as
        self._fingerprint = fingerprint
        self._announcing = contextlib.AsyncExitStack()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call `ready` with the address; a port of 0 has become the one that was free."""
        await super().startup(sockets)
        if not self.started:
            return
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        if self._announced_as:
            from ...base.announcement import REGISTER  # loaded where it is asked for
            from ...base.network import announced_if_possible

            one = announced_if_possible(REGISTER, self._announced_as, host, port, self._fingerprint)
            await self._announcing.enter_async_context(one)
        if self._ready:
            self._ready(url_of("https" if self.config.is_ssl else "http", host, port))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End; laptops at base are told so."""
        await self._announcing.aclose()
        await super().shutdown(sockets)


def make_server(
    store: RegisterStore,
    host: str,
    port: int,
    api_key: str,
    ready: Ready | None = None,
    questions_a_minute: int = QUESTIONS_A_MINUTE,
    tls: Tls | None = None,
    announced_as: str = "",
) -> RegisterServer:
    """Return a server on an open store; `.run()` serves until it is told to end. It is announced as `announced_as`.

    `api_key` is accepted beside those that were made, unless it is empty. SetupError where there is none at all.
    """
    if api_key or not any(one.revoked_s is None for one in keys(store)):
        give_key(store, api_key)
    config = uvicorn.Config(
        create_app(store, questions_a_minute),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        ssl_certfile=tls.certificate_file if tls else None,
        ssl_keyfile=tls.key_file if tls else None,
    )
    fingerprint = sha256(tls.certificate).hexdigest() if tls else ""
    return RegisterServer(config, ready, announced_as, fingerprint)


def serve(
    where: str | Path,
    host: str = "127.0.0.1",
    port: int = 8470,
    api_key: str = "",
    ready: Ready | None = None,
    photos: Path | None = None,
    questions_a_minute: int = QUESTIONS_A_MINUTE,
    tls: Tls | None = None,
    announced_as: str = "",
) -> None:
    """Serve the register in a folder or behind a URL until interrupted; `ready(url)` is called once it answers.

    What was acknowledged survives kill -9. SetupError where the key, the folder or the address cannot be used, or the
    audit is not whole.
    """
    with contextlib.closing(open_store(where, photos)) as store:
        store.audit.verify()
        server = make_server(store, host, port, api_key, ready, questions_a_minute, tls, announced_as)
        with listening_at(host, port, SetupError) as listening:
            server.run(sockets=[listening])
