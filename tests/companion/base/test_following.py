"""A register that has moved is found by the certificate that was pinned, and by nothing else that is announced."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from viewmark.base.announcement import REGISTER, Announcement
from viewmark.base.following import Following
from viewmark.base.network import announced
from viewmark.register.client import RegisterClient
from viewmark.register.server.run import open_store
from viewmark.register.server.tls import tls_of

from ..register.conftest import KEY, serving

HERE = ["127.0.0.1"]
NOWHERE = "https://127.0.0.1:9"


def test_a_register_that_moved_is_asked_where_it_is_now(tmp_path: Path) -> None:
    tls = tls_of(tmp_path)

    async def run(url: str) -> str:
        async with RegisterClient(NOWHERE, KEY, certificate=tls.certificate, attempts=1) as client:
            following = Following(client, HERE)
            assert await following.look()
            assert client.url.rstrip("/") == url
            assert not await following.look()  # so soon
            return (await client.health())["service"]

    with closing(open_store(tmp_path)) as store, serving(store, tls=tls, announced_as="test-moved") as url:
        assert asyncio.run(run(url)) == "viewmark-register"


@pytest.mark.parametrize("pinned", [True, False])
def test_another_registers_announcement_moves_nobody(tmp_path: Path, pinned: bool) -> None:
    certificate = tls_of(tmp_path).certificate if pinned else None
    other = Announcement(REGISTER, "test-other", "1.0", "127.0.0.1", 8470, "ab" * 32)

    async def run() -> None:
        async with announced(other, HERE), RegisterClient(NOWHERE, KEY, certificate=certificate) as client:
            assert not await Following(client, HERE).look()
            assert client.url.rstrip("/") == NOWHERE

    asyncio.run(run())
