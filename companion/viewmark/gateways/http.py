"""The gateway over HTTP: one POST for each message, and what may be believed of the answer.

`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) is the message's id, `Content-Digest` (RFC 9530) its
SHA-256. A receipt is JSON with `message_id` and `digest`, and perhaps `reference`; a refusal is a problem (RFC 9457).
"""

import asyncio
import base64
import json
import ssl
from functools import cache
from typing import Any, Self

import httpx

from viewmark.gateways.errors import AwayError, ReceiptError, RefusedError, TryAgainError
from viewmark.gateways.message import Message
from viewmark.gateways.port import NO_RECEIPT, Receipt, parse_receipt

TIMEOUT_S = 20.0
MOST_ANSWER_BYTES = 64 * 1024
_PROBLEM = "application/problem+json"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
# Still at it with this key, too early, too many, gave up: the same will be taken later.
_LATER = (408, 409, 425, 429)
_MOST_DETAIL = 300


class HttpGateway:
    """The gateway at `url`; use it as an async context manager. `api_key` goes as a bearer token, where there is one.

    MOST_ANSWER_BYTES of an answer are read, for `timeout_s` in all.
    """

    def __init__(self, url: str, api_key: str = "", timeout_s: float = TIMEOUT_S) -> None:
        self._url = checked_url(url)
        self._timeout_s = timeout_s
        headers = {"User-Agent": "viewmark", "Content-Type": "application/json"}
        if api_key:
            headers["Authorization"] = f"Bearer {api_key}"
        try:
            # A connection for each message: what comes late on one is never taken for the next message's answer.
            # Redirects are not followed: neither message nor key goes to another host.
            self._http = httpx.AsyncClient(
                headers=headers,
                timeout=timeout_s,
                trust_env=False,
                verify=_trusted(),
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        except UnicodeEncodeError as error:
            raise AwayError("The key of the gateway holds a character that no header can. Correct it.") from error

    async def __aenter__(self) -> Self:
        """Return the gateway."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the connections."""
        await self._http.aclose()

    @property
    def name(self) -> str:
        """The address."""
        return str(self._url)

    async def send(self, message: Message) -> Receipt:
        """Post a message; return the receipt that came, or raise AwayError, TryAgainError, RefusedError."""
        digest = base64.b64encode(bytes.fromhex(message.digest)).decode()
        headers = {"Idempotency-Key": f'"{message.id}"', "Content-Digest": f"sha-256=:{digest}:"}
        try:
            # httpx bounds each read; this bounds the whole, so that a server that drips cannot hold the laptop.
            async with (
                asyncio.timeout(self._timeout_s),
                self._http.stream("POST", self._url, content=message.content, headers=headers) as response,
            ):
                received = bytearray()
                async for part in response.aiter_bytes():
                    received += part
                    if len(received) > MOST_ANSWER_BYTES:
                        raise ReceiptError(f"The answer has more than {MOST_ANSWER_BYTES} bytes. It is sent again.")
                return _receipt(response, bytes(received))
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout) as error:
            text = f"No answer came within {self._timeout_s:g} s. It is sent again; the other side takes it once."
            raise TryAgainError(text) from error
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.DecodingError) as error:
            raise TryAgainError("The answer broke off or is none. It is sent again; ask its keeper.") from error
        except httpx.TransportError as error:
            text = f"Nobody answers at {self.name} ({error}). Check address, certificate and network; all stays here."
            raise AwayError(text) from error


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom httpx trusts, read once: it reads the certificates of all authorities."""
    return httpx.create_ssl_context(trust_env=False)


def checked_url(url: str) -> httpx.URL:
    """Return an address to which messages may leave; AwayError for any other."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeEncodeError) as error:
        raise AwayError("The gateway's address cannot be used. Correct it.") from error
    if parsed.scheme == "https" or (parsed.scheme == "http" and parsed.host in _LOOPBACK):
        return parsed
    raise AwayError("Messages leave by https:// alone, unless their gateway runs on this laptop. Give that address.")


def _receipt(response: httpx.Response, content: bytes) -> Receipt:
    """Return the receipt of a 200 or 201; raise what any other status means."""
    status = response.status_code
    if status in (200, 201):
        try:
            return parse_receipt(json.loads(content))
        except (ValueError, RecursionError) as error:
            raise ReceiptError(NO_RECEIPT) from error
    if status >= 500 or status in _LATER:
        raise TryAgainError(f"The other side could not take it yet (HTTP {status}). It is sent again; tell its keeper.")
    if status in (401, 403):
        raise AwayError(f"The other side does not let this laptop in (HTTP {status}). Correct the key; all stays here.")
    detail = _problem(response, content)
    if status < 400 or detail is None:
        text = f"HTTP {status} came from something that is no gateway, perhaps a network's login page. All stays here."
        raise AwayError(text)
    raise RefusedError(f"The other side does not take it (HTTP {status}): {detail}")


def _problem(response: httpx.Response, content: bytes) -> str | None:
    """Return what a problem says, None where the answer is none."""
    if not response.headers.get("content-type", "").startswith(_PROBLEM):
        return None
    try:
        value: Any = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    detail: Any = value.get("detail") or value.get("title")
    return detail[:_MOST_DETAIL] if isinstance(detail, str) else None
