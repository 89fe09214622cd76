"""The cable's serial port: a socket to the host, which holds the other end's pseudo-terminal."""

import asyncio
import socket
import sys

from ports import Pipe

_READ_BYTES = 512
_IPPROTO_TCP = 6
_TCP_NODELAY = 1


def open_socket(port: int) -> socket.socket:
    """Return a socket to a port of the host, which does not block."""
    one = socket.socket()
    one.connect(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    one.setsockopt(_IPPROTO_TCP, _TCP_NODELAY, 1)  # a picture is two writes: the second must not wait
    one.setblocking(False)
    return one


async def connect(port: int) -> "tuple[asyncio.StreamReader, asyncio.StreamWriter]":
    """Return a stream to a port of the host, its reading and its writing side."""
    one = open_socket(port)
    return asyncio.StreamReader(one), asyncio.StreamWriter(one, {})


class SocketPipe(Pipe):
    """Bytes to and from the host."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connect(cls, port: int) -> "SocketPipe":
        """Return the pipe at a port of the host."""
        return cls(*(await connect(port)))

    async def read(self) -> bytes:
        """Wait for bytes; when the host is gone there is no board any more."""
        data = await self._reader.read(_READ_BYTES)
        if not data:
            sys.exit(0)
        return data

    async def write(self, data: bytes) -> None:
        """Write all of `data`."""
        self._writer.write(data)
        await self._writer.drain()
