"""What the register keeps: checks and photos once and unaltered, and an audit line for every query."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from viewmark.register.answers import Query
from viewmark.register.client import RegisterClient
from viewmark.register.errors import KeyRefusedError, RefusedError, SetupError
from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.listing import list_key
from viewmark.register.server.run import open_store, serve
from viewmark.register.wire import PHOTO_LIMIT_BYTES
from viewmark_protocol.judging import judge
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.offline import OfflineList

from .conftest import TRUST

LOG = bytes(8)
Make = Callable[[str], bytes]


def test_the_same_check_twice_is_one_record(register: Any, record: Make) -> None:
    async def run() -> list[bool]:
        async with register.client() as client:
            return [await client.send_check("device-1", LOG, 5, record("first")) for _ in range(2)]

    assert asyncio.run(run()) == [True, False]
    assert register.store.counts()["checks"] == 1


def test_many_laptops_at_once_with_the_same_checks_store_each_once(register: Any, record: Make) -> None:
    async def laptop() -> list[bool]:
        async with register.client() as client:
            return [await client.send_check("device-1", LOG, sequence, record("")) for sequence in range(5)]

    async def run() -> list[list[bool]]:
        return await asyncio.gather(*[laptop() for _ in range(6)])

    stored = asyncio.run(run())
    assert [sum(one[sequence] for one in stored) for sequence in range(5)] == [1] * 5
    assert register.store.counts()["checks"] == 5


def test_other_bytes_under_the_same_id_are_a_conflict_and_change_nothing(register: Any, record: Make) -> None:
    async def run() -> list[dict[str, Any]]:
        async with register.client() as client:
            await client.send_check("device-1", LOG, 5, record("first"))
            with pytest.raises(RefusedError, match="rewritten") as caught:
                await client.send_check("device-1", LOG, 5, record("second"))
            assert caught.value.status == 409
            return await client.check_ids()

    (row,) = asyncio.run(run())
    assert row["record_sha256"] == hashlib.sha256(record("first")).hexdigest()


@pytest.mark.parametrize("device_id", ["", "x" * 201])
def test_a_handheld_without_a_usable_id_is_refused_with_a_sentence(register: Any, record: Make, device_id: str) -> None:
    async def run() -> None:
        async with register.client() as client:
            with pytest.raises(RefusedError, match=r"The handheld's id has .* 1 to 200 are taken") as caught:
                await client.send_check(device_id, LOG, 5, record(""))
            assert caught.value.status == 422

    asyncio.run(run())
    assert register.store.counts()["checks"] == 0


@pytest.mark.parametrize("device_id", [" VM-1 ", " ", "x" * 200])
def test_the_id_of_a_handheld_is_kept_to_the_letter(register: Any, record: Make, device_id: str) -> None:
    async def run() -> list[dict[str, Any]]:
        async with register.client() as client:
            await client.send_check(device_id, LOG, 5, record(""))
            return await client.check_ids()

    assert [row["device_id"] for row in asyncio.run(run())] == [device_id]


@pytest.mark.parametrize("junk", [b"", b"\x80", b"\xff" * 50, b"not a check"])
def test_a_record_that_is_no_check_is_refused(register: Any, junk: bytes) -> None:
    async def run() -> None:
        async with register.client() as client:
            with pytest.raises(RefusedError) as caught:
                await client.send_check("device-1", LOG, 5, junk)
            assert caught.value.status == 422

    asyncio.run(run())
    assert register.store.counts()["checks"] == 0


def test_a_photo_is_kept_once_under_its_digest(register: Any) -> None:
    content = os.urandom(5000)

    async def run() -> list[bool]:
        async with register.client() as client:
            return [await client.send_photo(content) for _ in range(2)]

    assert asyncio.run(run()) == [True, False]
    assert register.store.photos.path(hashlib.sha256(content).hexdigest()).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "size_bytes", "status"),
    [
        ("0" * 64, 10, 422),  # another photo's digest
        ("..%2f..%2fregister.sqlite", 10, 404),
        ("A" * 64, 10, 422),
        ("0" * 64, PHOTO_LIMIT_BYTES + 1, 413),
    ],
)
def test_a_photo_under_a_wrong_name_or_too_large_is_refused(
    register: Any, name: str, size_bytes: int, status: int
) -> None:
    headers = {"Authorization": f"Bearer {register.key}"}
    answer = httpx.put(f"{register.url}/v1/photos/{name}", content=bytes(size_bytes), headers=headers, verify=TRUST)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json" and answer.json()["detail"]
    assert register.store.counts()["photos"] == 0


def test_a_body_that_does_not_say_its_length_is_limited_too(register: Any) -> None:
    headers = {"Authorization": f"Bearer {register.key}"}
    parts = (bytes(65536) for _ in range(10))
    assert httpx.post(f"{register.url}/v1/checks", content=parts, headers=headers, verify=TRUST).status_code == 413


def test_no_query_without_officer_or_legal_ground(register: Any) -> None:
    async def run(query: Query) -> None:
        async with register.client() as client:
            with pytest.raises(RefusedError):
                await client.query(query)

    asyncio.run(run(Query("ABC4567", " ", "post-1", "customs act")))
    asyncio.run(run(Query("ABC4567", "officer-1", "post-1", "")))
    asyncio.run(run(Query("ABC\ud800", "officer-1", "post-1", "customs act")))


def test_a_wrong_key_gets_nothing(register: Any) -> None:
    register.key = "some-other-key"
    with pytest.raises(KeyRefusedError, match="Enrol"):
        asyncio.run(register.ask("ABC4567"))
    assert httpx.post(register.url + "/v1/list/key", verify=TRUST).status_code == 401


def test_a_register_without_a_key_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="API key"):
        serve(tmp_path, api_key="")


def test_the_published_list_gives_the_handheld_the_verdict(register: Any) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen")

    async def run() -> tuple[bytes, bytes]:
        async with register.client() as client:
            first, again = await client.fetch_list(), await client.fetch_list()
            assert first == again
            add_listed(register.store, "DEF4567", "GLOCK", "lost")
            return first, await client.fetch_list()

    first, second = asyncio.run(run())
    lists = [OfflineList(in_memory(content), list_key(register.store)) for content in (first, second)]
    now_s = lists[1].header.issued_s
    assert lists[1].header.version == lists[0].header.version + 1
    assert [judge("DEF-4567", "Glock", one, now_s, "laptop").word for one in lists] == ["clear", "hit"]


def test_generated_records_repeat_with_their_seed_and_avoid_what_makers_avoid(tmp_path: Path) -> None:
    def rows(name: str) -> list[tuple[Any, ...]]:
        store = open_store(tmp_path / name)
        assert generate(store, 500, 0.1, seed=3, now_s=1_790_000_000) == 50
        with store.database.engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT serial, maker, model FROM firearms ORDER BY id").all()
        store.close()
        return [tuple(row) for row in found]

    first = rows("first")
    assert first == rows("second")
    assert not any(letter in serial for serial, _, _ in first for letter in "OIQ")


def test_generating_says_how_far_it_is(tmp_path: Path) -> None:
    said: list[int] = []
    with closing(open_store(tmp_path)) as store:
        generate(store, 2500, 0.0, seed=3, say=said.append)
    assert said == [1000, 2000]


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, record: Make) -> None:
    program = (
        "import sys; from viewmark.register.server.run import serve;"
        "serve(sys.argv[1], port=0, api_key='test-api-key', ready=lambda url: print(url, flush=True))"
    )
    acknowledged: list[int] = []
    for life in range(2):
        command = [sys.executable, "-c", program, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = process.stdout.readline().strip()

            async def send(url: str, first: int, process: Any) -> list[int]:
                async with RegisterClient(url, "test-api-key") as client:
                    for sequence in range(first, first + 20):
                        await client.send_check("device-1", LOG, sequence, record(str(sequence)))
                        acknowledged.append(sequence)
                    last = asyncio.create_task(client.send_check("device-1", LOG, first + 20, record("cut")))
                    await asyncio.sleep(0.002)
                    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
                    last.cancel()
                    return acknowledged

            asyncio.run(send(url, life * 100, process))
    store = open_store(tmp_path)
    kept = {row.sequence for row in store.check_rows(0, 1000)}
    store.close()
    assert set(acknowledged) <= kept and len(acknowledged) == 40
