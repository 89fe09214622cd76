"""A register that is away, fails, is slow or talks nonsense: each is its own error, and nothing waits for ever."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from viewmark.register.answers import Query, parse_answer
from viewmark.register.client import RegisterClient
from viewmark.register.errors import NonsenseError, ServerFaultError, SlowError, UnreachableError

QUERY = Query("ABC4567", "officer-1", "post-1", "customs act")
CANDIDATE = {"register_id": "W1", "serial": "A1", "matched_key": "exact", "status": "stolen", "disagrees": []}

Use = Callable[[RegisterClient], Awaitable[Any]]


def against(answer: bytes, use: Use, *, drip_s: float = 0, **settings: Any) -> int:
    """Run `use` against a server that gives this answer to everything; return how often it was asked."""
    asked = 0

    async def no_wait(_seconds: float) -> None: ...

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.readuntil(b"\r\n\r\n")
        for byte in answer if drip_s else ():
            writer.write(bytes((byte,)))
            await asyncio.sleep(drip_s)
        if not drip_s:
            writer.write(answer)
            await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with RegisterClient(f"http://127.0.0.1:{port}", "test-key", sleep=no_wait, **settings) as client:
            await use(client)
        server.close()

    asyncio.run(run())
    return asked


def http(content: bytes, status: str = "200 OK", kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    return head.encode() + content


def asking(error: type[Exception], text: str) -> Use:
    async def use(client: RegisterClient) -> None:
        with pytest.raises(error, match=text):
            await client.query(QUERY)

    return use


def test_nobody_there_says_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def run() -> None:
        async with RegisterClient(f"http://127.0.0.1:{port}", "test-key") as client:
            await asking(UnreachableError, "Check the network")(client)

    asyncio.run(run())


def test_a_failing_register_is_asked_again_only_where_that_changes_nothing() -> None:
    async def counting(client: RegisterClient) -> None:
        with pytest.raises(ServerFaultError, match="keeper"):
            await client.counts()

    broken = http(b"oops", "500 Internal Server Error")
    assert against(broken, counting) == 3
    assert against(broken, asking(ServerFaultError, "HTTP 500")) == 1


def test_half_a_character_in_an_answer_is_shown_and_costs_no_answer() -> None:
    given = {"answer": "near", "candidates": [{**CANDIDATE, "maker": "GLO\ud800"}], "asked_s": 1}
    (candidate,) = parse_answer(given).candidates
    assert candidate.maker == "GLO\\ud800"


def test_a_slow_register_is_given_up_even_when_it_drips() -> None:
    slow = asking(SlowError, "within 0.3 s")
    against(http(b" " * 1000), slow, drip_s=0.05, timeout_s=0.3)


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"answer": "HIT", "candidates": [], "asked_s": 1},
        {"answer": "clear", "candidates": [], "asked_s": 1},
        {"answer": "hit", "candidates": [], "asked_s": 1},  # a hit on nothing
        {"answer": "none", "candidates": [], "asked_s": -1},
        {"answer": "none", "candidates": [], "asked_s": True},
        {"answer": "none", "candidates": "none", "asked_s": 1},
        {"answer": "near", "candidates": [{**CANDIDATE, "matched_key": "magic"}], "asked_s": 1},
        {"answer": "near", "candidates": [{**CANDIDATE, "serial": 5}], "asked_s": 1},
        {"answer": "near", "candidates": [{**CANDIDATE, "disagrees": [["maker"]]}], "asked_s": 1},
        {"answer": "near", "candidates": [CANDIDATE] * 51, "asked_s": 1},
        {"answer": "hit", "candidates": [{**CANDIDATE, "matched_key": "skeleton"}], "asked_s": 1},  # a near one
        {"answer": "hit", "candidates": [{**CANDIDATE, "disagrees": ["maker"]}], "asked_s": 1},
        {"answer": "hit", "candidates": [{**CANDIDATE, "matched_key": "one-edit"}, CANDIDATE], "asked_s": 1},
    ],
)
def test_an_answer_of_another_form_is_refused(value: Any) -> None:
    against(http(json.dumps(value).encode()), asking(NonsenseError, "cannot be used"))


@pytest.mark.parametrize("disagrees", [[], ["model", "calibre"]])
def test_an_exact_match_of_the_same_maker_is_taken_as_a_hit(disagrees: list[str]) -> None:
    answer = parse_answer({"answer": "hit", "candidates": [{**CANDIDATE, "disagrees": disagrees}], "asked_s": 1})
    assert answer.answer == "hit"


def test_an_empty_text_of_a_candidate_is_one_that_is_not_given() -> None:
    row = {**CANDIDATE, "maker": "", "model": "", "calibre": ""}
    (candidate,) = parse_answer({"answer": "near", "candidates": [row], "asked_s": 1}).candidates
    assert (candidate.maker, candidate.model, candidate.calibre) == (None, None, None)


@pytest.mark.parametrize(
    "answer",
    [
        http(b"{not json"),
        http(b"[" * 100_000),
        http(b"\xff\xfe"),
        http(b"<html>log in</html>", kind="text/html"),
        http(b"<html>log in</html>", "403 Forbidden", "text/html"),
        http(b"", "302 Found\r\nLocation: http://elsewhere.invalid/"),
        http(b'{"detail": "other"}', "404 Not Found", "application/problem+json"),
        http(b" " * 2_000_000),
        b"\x00\x01\x02 this is not HTTP\r\n\r\n",
    ],
)
def test_what_is_no_register_is_refused(answer: bytes) -> None:
    against(answer, asking(NonsenseError, "cannot be used"))


@pytest.mark.parametrize("content", [b"", b"VML1", b"VML1" + bytes(200)])
def test_a_list_that_is_none_is_refused(content: bytes) -> None:
    async def fetch(client: RegisterClient) -> None:
        with pytest.raises(NonsenseError, match="list"):
            await client.fetch_list()

    against(http(content, kind="application/octet-stream"), fetch)
