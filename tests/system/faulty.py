"""A tiny real HTTP server that gives one wrong answer to everything: what a register is in its worst hour."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


def http(content: bytes, status: str = "200 OK", kind: str = "application/json") -> bytes:
    """Return a whole HTTP answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    return head.encode() + content


BROKEN = http(b"oops", "500 Internal Server Error", "text/plain")
GARBAGE = http(b"<html>log in to the network first</html>", kind="text/html")
SILENT = b""  # accepts, and never says a word


@contextlib.asynccontextmanager
async def faulty_register(answer: bytes) -> AsyncIterator[str]:
    """A server with this answer; yields its address. An empty answer leaves the caller waiting."""
    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            if answer:
                writer.write(answer)
                await writer.drain()
            else:
                await ended.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        ended.set()
        server.close()
