"""Escrow as a broken or hostile register answers it: nothing is taken for a box or a key that is none."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from viewmark.escrow.limits import BOX_LIMIT_BYTES
from viewmark.register.client import RegisterClient
from viewmark.register.errors import NonsenseError

LOG = bytes(8)


def refused(value: Any, use: Callable[[RegisterClient], Awaitable[Any]]) -> None:
    """Assert that `use` refuses a server that answers everything with this JSON."""
    content = json.dumps(value).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head % len(content) + content)
        await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with RegisterClient(f"http://127.0.0.1:{port}", "test-key") as client:
            with pytest.raises(NonsenseError, match="cannot be used"):
                await use(client)
        server.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"boxes": None},
        {"boxes": {"0": "Qk9Y"}},
        {"boxes": [5]},
        {"boxes": ["Qk9Y", ""]},
        {"boxes": ["Qk9Y\n"]},
        {"boxes": ["not base64"]},
        {"boxes": ["b\u00d8x="]},
        {"boxes": [base64.b64encode(bytes(BOX_LIMIT_BYTES + 1)).decode()]},
    ],
)
def test_boxes_that_are_none_are_refused(value: Any) -> None:
    refused(value, lambda client: client.fetch_escrow("VM-1", LOG))


@pytest.mark.parametrize(
    "value",
    [[], {}, {"public_key": ""}, {"public_key": "00" * 31}, {"public_key": "zz" * 32}, {"public_key": 5}],
)
def test_a_public_key_that_is_none_is_refused(value: Any) -> None:
    refused(value, lambda client: client.fetch_focal_point())


@pytest.mark.parametrize("value", [[], {}, {"stored": "yes"}, {"stored": 1}])
def test_an_acknowledgement_that_says_nothing_is_none(value: Any) -> None:
    refused(value, lambda client: client.send_escrow("VM-1", LOG, b"box"))
