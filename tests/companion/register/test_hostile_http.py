"""Whoever comes with tricks gets a clear refusal, changes nothing, and holds up nobody else."""

import asyncio
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from viewmark.register.answers import Answer, Query
from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.importing import import_csv

from .conftest import TRUST, Running

PURPOSE = {"officer": "officer-1", "post": "post-1", "legal_ground": "customs act"}
SQL = [
    "' OR 1=1 --",
    "ABC4567'; DROP TABLE firearms; --",
    '" OR ""="',
    "ABC%4567",
    "ABC_567",
    "ABC4567\\",
    "%s%n",
]


def ask(register: Running, **body: Any) -> httpx.Response:
    return register.request("POST", "/query", json=PURPOSE | body)


@pytest.mark.parametrize("where", ["serial", "maker", "model", "calibre", "check_id", "officer"])
def test_sql_is_text(register: Running, where: str) -> None:
    add_listed(register.store, "XYZ4321", "GLOCK", "stolen")
    for text in SQL:
        answer = ask(register, **({"serial": "QRS1199"} | {where: text}))
        assert answer.status_code in (200, 422)
        if answer.status_code == 200:
            assert answer.json()["answer"] == "none" and "XYZ4321" not in answer.text
    assert register.store.counts()["firearms"] == 1


@pytest.mark.parametrize(
    "path", ["/v1/../v1/checks", "/v1/photos/..%2f..%2faudit.key", "/v1/photos/%00", "/audit.key", "/v1/reports/..%2f1"]
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_paths_lead_nowhere(register: Running, path: str, method: str) -> None:
    headers = {"Authorization": "Bearer wrong"}
    answer = httpx.request(method, register.url + path, headers=headers, verify=TRUST)
    assert answer.status_code in (401, 404, 405, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def raw(register: Running, request: bytes) -> bytes:
    """Send bytes as they are and return what comes back."""
    parts = urlsplit(register.url)
    with socket.create_connection((parts.hostname, parts.port), 10) as connection:
        connection.sendall(request)
        connection.settimeout(10)
        return connection.recv(65536)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"POST /v1/query HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/query HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /v1/query HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n",
        b"GET /v1/checks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\n\r\n",
        b"GET /v1/checks HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"NONSENSE\r\n\r\n",
    ],
)
def test_headers_that_trick_are_refused(register: Running, request_bytes: bytes) -> None:
    answer = raw(register, request_bytes)
    assert answer == b"" or answer.split(b" ")[1] in (b"400", b"401", b"413", b"422", b"431")
    assert httpx.get(register.url + "/v1/health", verify=TRUST).json()["status"] == "ok"


def test_ten_megabytes_are_refused_everywhere(register: Running) -> None:
    for method, path in (("POST", "/query"), ("POST", "/queries"), ("PUT", "/photos/" + "0" * 64)):
        answer = register.request(method, path, content=bytes(10_000_000))
        assert answer.status_code == 413
    assert register.store.counts()["photos"] == 0


def test_slow_clients_hold_up_nobody(register: Running) -> None:
    parts = urlsplit(register.url)
    slow = [socket.create_connection((parts.hostname, parts.port), 10) for _ in range(60)]
    try:
        for place, one in enumerate(slow):
            one.sendall(b"POST /v1/query HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"[: 20 + place])
        started = time.monotonic()
        assert ask(register, serial="ABC4567").status_code == 200
        assert time.monotonic() - started < 10
    finally:
        for one in slow:
            one.close()


def test_many_are_asked_at_once_in_one_batch(register: Running) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    queries = [Query("ABC4567", *PURPOSE.values(), maker="GLOCK"), Query("0000", *PURPOSE.values())] * 250

    async def run() -> list[Answer | str]:
        async with register.client() as client:
            return await client.query_many(queries)

    answers = asyncio.run(run())
    assert len(answers) == 500
    assert isinstance(answers[0], Answer) and answers[0].answer == "hit"
    assert isinstance(answers[1], str) and "placeholder" in answers[1]
    assert register.store.audit.verify() == 500


def test_questions_are_answered_while_weapons_are_imported_and_no_row_is_lost(
    register: Running, tmp_path: Path
) -> None:
    generate(register.store, 500, 0.1, seed=1)
    rows = "".join(f"I{number};IM{number:06};GLOCK\n" for number in range(12_000))
    path = tmp_path / "weapons.csv"
    path.write_text("register_id;serial;maker\n" + rows)

    async def run() -> int:
        importing = asyncio.create_task(asyncio.to_thread(import_csv, register.store, path))
        asked = 0
        async with register.client(timeout_s=30) as client:
            while not importing.done():
                await asyncio.gather(
                    *(client.query(Query(f"IM00{asked + one:04}", "o", "p", "law", maker="GLOCK")) for one in range(8))
                )
                asked += 8
        assert (await importing).taken == 12_000
        return asked

    asked = asyncio.run(run())
    assert register.store.counts()["firearms"] == 12_500
    assert register.store.audit.verify() == asked
