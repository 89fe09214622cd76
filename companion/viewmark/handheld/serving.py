"""Serves the handheld's page beside whatever else runs in the same loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import uvicorn

from viewmark.errors import HandheldError
from viewmark.handheld.process import Handheld
from viewmark.handheld.web import create_app

_START_S = 10.0


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs the loop."""

    @contextlib.contextmanager
    def capture_signals(self):
        """Catch none."""
        yield


@contextlib.asynccontextmanager
async def serve_page(handheld: Handheld, host: str, port: int) -> AsyncIterator[str]:
    """Serve the page of a handheld for as long as the context stands; yields its address."""
    config = uvicorn.Config(
        create_app(handheld),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(_START_S):
            while not server.started:
                if task.done():
                    raise HandheldError(f"Port {port} is in use. Choose another with --port, or end what holds it.")
                await asyncio.sleep(0.02)
        yield f"http://{host}:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError, SystemExit):
            await task
