"""A real register for the tests: uvicorn on a free port, SQLite in a folder; nothing is mocked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from viewmark.bench.cluster import Cluster
from viewmark.errors import BenchError
from viewmark.register.answers import Answer, Candidate, Query
from viewmark.register.client import RegisterClient
from viewmark.register.server.run import make_server, open_store
from viewmark.register.server.search import search
from viewmark.register.server.store import RegisterStore

from ..conftest import check_record
from .given_key import KEY, given_to

TRUST = httpx.create_ssl_context()  # for all requests: each would read a hundred authorities for itself


@dataclass
class Running:
    """A register that answers at `url`, and its store for looking at what it kept."""

    url: str
    store: RegisterStore
    key: str = KEY

    def request(self, method: str, path: str, key: str | None = None, **more: Any) -> httpx.Response:
        """Send a request to a path below `/v1` with this key, else the register's own."""
        headers = {"Authorization": f"Bearer {self.key if key is None else key}"}
        return httpx.request(method, f"{self.url}/v1{path}", headers=headers, timeout=20, verify=TRUST, **more)

    def client(self, **settings: Any) -> RegisterClient:
        """Return a client that does not wait between attempts."""

        async def no_wait(_seconds: float) -> None: ...

        return RegisterClient(self.url, self.key, **{"sleep": no_wait, **settings})

    async def ask(self, serial: str, maker: str | None = None, **more: Any) -> Answer:
        """Ask as an officer would."""
        async with self.client() as client:
            return await client.query(Query(serial, "officer-1", "post-1", "customs act", maker=maker, **more))


@contextmanager
def serving(store: RegisterStore, **options: Any) -> Iterator[str]:
    """Serve a store in a thread of its own; gives the address."""
    urls: list[str] = []
    answering = threading.Event()

    def ready(url: str) -> None:
        urls.append(url)
        answering.set()

    with given_to(store):
        server = make_server(store, "127.0.0.1", 0, KEY, ready, **options)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        assert answering.wait(20)
        try:
            yield urls[0]
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of this process."""
    try:
        cluster = Cluster(durable=False)
    except BenchError as error:
        pytest.skip(str(error))
    with cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], RegisterStore]]:
    """Opens one and the same register, as often as it is called, on each database."""
    where: Any = tmp_path / "register"
    if request.param == "postgresql":
        where = request.getfixturevalue("cluster").new_schema()
    opened: list[RegisterStore] = []

    def new() -> RegisterStore:
        opened.append(open_store(where, tmp_path / "photos"))
        return opened[-1]

    yield new
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store: Callable[[], RegisterStore]) -> RegisterStore:
    """An empty register, on each database."""
    return new_store()


@pytest.fixture
def register(store: RegisterStore) -> Iterator[Running]:
    """An empty register that is running, on each database."""
    with serving(store) as url:
        yield Running(url, store)


def searched(
    store: RegisterStore, serial: str, maker: str | None = "GLOCK", **more: str
) -> tuple[str, list[Candidate]]:
    """Return what a store's search says, without HTTP."""
    with store.database.reading() as session:
        return search(session, Query(serial, "officer", "post", "law", maker=maker, **more))


@pytest.fixture
def record() -> Callable[[str], bytes]:
    """Make the bytes of a check record with this note."""

    def make(note: str = "") -> bytes:
        return check_record(legal_ground="customs act", note=note)

    return make
