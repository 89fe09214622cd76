"""A real register for the tests: uvicorn on a free port, SQLite in a folder; nothing is mocked."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from viewmark.register.answers import Answer, Query
from viewmark.register.client import RegisterClient
from viewmark.register.server.run import make_server, open_store
from viewmark.register.server.store import RegisterStore

from ..conftest import check_record

KEY = "test-api-key"


@dataclass
class Running:
    """A register that answers at `url`, and its store for looking at what it kept."""

    url: str
    store: RegisterStore
    key: str = KEY

    def client(self, **settings: Any) -> RegisterClient:
        """Return a client that does not wait between attempts."""

        async def no_wait(_seconds: float) -> None: ...

        return RegisterClient(self.url, self.key, **{"sleep": no_wait, **settings})

    async def ask(self, serial: str, maker: str | None = None, **more: Any) -> Answer:
        """Ask as an officer would."""
        async with self.client() as client:
            return await client.query(Query(serial, "officer-1", "post-1", "customs act", maker=maker, **more))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Running]:
    """An empty register that is running."""
    store = open_store(tmp_path / "register")
    urls: list[str] = []
    answering = threading.Event()

    def ready(url: str) -> None:
        urls.append(url)
        answering.set()

    server = make_server(store, "127.0.0.1", 0, KEY, ready)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert answering.wait(20)
    yield Running(urls[0], store)
    server.should_exit = True
    thread.join(10)
    store.close()


@pytest.fixture
def record() -> Callable[[str], bytes]:
    """Make the bytes of a check record with this note."""

    def make(note: str = "") -> bytes:
        return check_record(legal_ground="customs act", note=note)

    return make
