"""The gateway over HTTP: what is asked, what each answer means, and which is believed."""

import asyncio
import json
from collections.abc import Callable

import pytest

from viewmark.gateways.errors import AwayError, ReceiptError, RefusedError, TryAgainError
from viewmark.gateways.http import MOST_ANSWER_BYTES, HttpGateway
from viewmark.gateways.port import Receipt, believed

from .conftest import message_saying
from .other_side import CUT, FAILS, GOOD, LATE, NEVER, TWICE, WRONG, OtherSide, Plan, http

MESSAGE = message_saying("a")
PROBLEM = "application/problem+json"
Make = Callable[[Plan], OtherSide]


def sent(url: str, api_key: str = "", timeout_s: float = 5) -> Receipt:
    async def run() -> Receipt:
        async with HttpGateway(url, api_key, timeout_s) as gateway:
            return believed(await gateway.send(MESSAGE), MESSAGE)

    return asyncio.run(run())


def test_a_message_goes_with_its_id_as_key_its_digest_and_the_gateways_key(other_side: Make) -> None:
    side = other_side(lambda message_id, times: GOOD)
    assert sent(side.url, "secret") == sent(side.url) == Receipt(MESSAGE.id, MESSAGE.digest, "L")
    assert side.rows() == [(MESSAGE.id, MESSAGE.id, MESSAGE.digest)]
    first, second = side.headers
    assert first["Idempotency-Key"] == f'"{MESSAGE.id}"' and first["Content-Digest"].startswith("sha-256=:")
    assert first["Authorization"] == "Bearer secret" and "Authorization" not in second


@pytest.mark.parametrize(
    ("answer", "error", "what"),
    [
        (FAILS, TryAgainError, "HTTP 500"),
        (CUT, TryAgainError, "broke off"),
        (WRONG, ReceiptError, "not believed"),
        (http(b"{}", "409 Conflict").decode(), TryAgainError, "HTTP 409"),
        (http(b"{}", "429 Too Many Requests").decode(), TryAgainError, "HTTP 429"),
        (http(b"").decode(), ReceiptError, "without a receipt"),
        (http(b"null").decode(), ReceiptError, "without a receipt"),
        (http(b"[" * 9000).decode(), ReceiptError, "without a receipt"),
        (http(json.dumps({"message_id": MESSAGE.id}).encode()).decode(), ReceiptError, "without a receipt"),
        (http(json.dumps({"message_id": MESSAGE.id, "digest": "0" * 64}).encode()).decode(), ReceiptError, "believed"),
        (http(json.dumps({"message_id": MESSAGE.id, "digest": 7}).encode()).decode(), ReceiptError, "a receipt"),
        (http(b" " * (MOST_ANSWER_BYTES + 1)).decode(), ReceiptError, "more than"),
        ("HTTP/1.1 2oo Fine\r\n\r\n", TryAgainError, "broke off or is none"),
        (http(b"{}", "401 Unauthorized", PROBLEM).decode(), AwayError, "Correct the key"),
        (http(b"<html>", "302 Found", "text/html").decode(), AwayError, "login page"),
        (http(b"<html>", "404 Not Found", "text/html").decode(), AwayError, "login page"),
        (http(b"{", "400 Bad Request", PROBLEM).decode(), AwayError, "login page"),
        (http(b'{"detail": "no such addressee"}', "422 No", PROBLEM).decode(), RefusedError, "no such addressee"),
        (http(b'{"title": "closed"}', "410 Gone", PROBLEM).decode(), RefusedError, "closed"),
    ],
)
def test_each_answer_but_a_receipt_for_this_message_is_an_error_of_its_kind(
    other_side: Make, answer: str, error: type[Exception], what: str
) -> None:
    with pytest.raises(error, match=what):
        sent(other_side(lambda message_id, times: answer).url)


@pytest.mark.parametrize("answer", [LATE, NEVER])
def test_a_side_that_says_nothing_in_time_is_asked_again_later(other_side: Make, answer: str) -> None:
    side = other_side(lambda message_id, times: answer if times == 1 else GOOD)
    with pytest.raises(TryAgainError, match="No answer came within"):
        sent(side.url, timeout_s=0.1)
    assert sent(side.url).reference == "L" and len(side.rows()) == 1


def test_a_second_answer_is_not_taken_for_the_next_messages(other_side: Make) -> None:
    side = other_side(lambda message_id, times: TWICE)
    messages = [message_saying(text) for text in "abc"]

    async def run() -> list[Receipt]:
        async with HttpGateway(side.url) as gateway:
            return [believed(await gateway.send(one), one) for one in messages]

    assert [one.message_id for one in asyncio.run(run())] == [one.id for one in messages]


def test_a_redirect_is_not_followed(other_side: Make) -> None:
    elsewhere = other_side(lambda message_id, times: GOOD)
    moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(AwayError, match="HTTP 307"):
        sent(other_side(lambda message_id, times: moved).url, "secret")
    assert not elsewhere.rows()


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://127.0.0.1:9/messages", "Nobody answers"),
        ("http://gateway.example/messages", "https:// alone"),
        ("ftp://gateway.example/", "https:// alone"),
        ("https://gateway.example:port/", "Correct it"),
    ],
)
def test_where_nothing_may_or_can_be_sent_all_stays_here(url: str, what: str) -> None:
    with pytest.raises(AwayError, match=what):
        sent(url)


def test_a_key_that_no_header_can_hold_is_said() -> None:
    with pytest.raises(AwayError, match="no header can"):
        sent("https://gateway.example/", "ключ")
