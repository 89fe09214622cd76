"""HTTP to one register: bounded in time and bytes, pinned to its certificate, tried again where that is harmless."""

import asyncio
import functools
import hashlib
import json
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from .backoff import backoff_s
from .errors import (
    KeyRefusedError,
    NonsenseError,
    RefusedError,
    RegisterError,
    ServerFaultError,
    SlowError,
    UnreachableError,
    UntrustedError,
)
from .pinning import pinned_context
from .wire import API, PROBLEM_PREFIX, PROBLEM_TYPE

FIRST_WAIT_S = 0.5
MOST_WAIT_S = 8.0
_ANSWER_LIMIT_BYTES = 1024 * 1024
_UNTRUSTED = (
    "Who answers at the register's address has another certificate than the register that this laptop was enrolled"
    " with. Nothing was sent. Ask the register's keeper, and enrol again: somebody may stand between."
)
_SENT_AGAIN = (UnreachableError, SlowError, ServerFaultError)


@functools.cache
def _this_machines_trust() -> ssl.SSLContext:
    """Return the context of clients without a pinned certificate: a hundred authorities, which are read once."""
    return httpx.create_ssl_context(trust_env=False)


class RegisterHttp:
    """The requests to one register at `url`; each raises a RegisterError that says what to do."""

    def __init__(
        self,
        url: str,
        api_key: str,
        certificate: bytes | None,
        timeout_s: float,
        attempts: int,
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
    ) -> None:
        self.fingerprint = hashlib.sha256(certificate).hexdigest() if certificate else ""
        self._timeout_s = timeout_s
        self._attempts = attempts
        self._sleep = sleep
        self._random = random
        headers = {"Authorization": f"Bearer {api_key}", "User-Agent": "viewmark", "Content-Type": "application/json"}
        try:
            # Redirects are not followed: the key must not go to another host.
            trusted = pinned_context(certificate) if certificate else _this_machines_trust()
            self._http = httpx.AsyncClient(
                base_url=url, headers=headers, timeout=timeout_s, trust_env=False, verify=trusted
            )
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            raise UnreachableError("The register's address or key cannot be used. Correct the settings.") from error

    @property
    def url(self) -> str:
        """Where the register is expected to answer."""
        return str(self._http.base_url)

    def move(self, url: str) -> bool:
        """Go on at another address; return whether it is another one."""
        before = self._http.base_url
        self._http.base_url = httpx.URL(url)
        return self._http.base_url != before

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def table(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        """Send something idempotent as `again` does; return the object that is answered."""
        value = decoded(await self.again(method, path, **sent))
        if not isinstance(value, dict):
            raise nonsense("the answer is no object")
        return value

    async def again(self, method: str, path: str, **sent: Any) -> bytes:
        """Send something idempotent, again after a fault that may pass."""
        for attempt in range(1, self._attempts):
            try:
                return await self.once(method, path, **sent)
            except _SENT_AGAIN:
                await self._sleep(backoff_s(attempt, FIRST_WAIT_S, MOST_WAIT_S, self._random))
        return await self.once(method, path, **sent)

    async def once(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        limit_bytes: int = _ANSWER_LIMIT_BYTES,
        timeout_s: float | None = None,
    ) -> bytes:
        """Send a request once; return the answer's bytes."""
        most_s = timeout_s or self._timeout_s
        headers = {"Content-Type": "application/octet-stream" if path.startswith("/photos/") else "application/json"}
        try:
            # httpx bounds each read; this bounds the whole, so that a server that drips cannot hold the laptop.
            async with (
                asyncio.timeout(most_s),
                self._http.stream(method, API + path, content=content, headers=headers, timeout=most_s) as response,
            ):
                received = bytearray()
                async for part in response.aiter_bytes():
                    received += part
                    if len(received) > limit_bytes:
                        raise nonsense(f"it sent more than {limit_bytes} bytes")
                return _accepted(response, bytes(received))
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
            text = f"The register did not answer within {most_s:g} s. What was sent stays here and is sent again."
            raise SlowError(text) from error
        except (httpx.DecodingError, httpx.RemoteProtocolError) as error:
            if "disconnected" in str(error):
                raise _unreachable() from error
            raise nonsense("it does not speak HTTP properly") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise UntrustedError(_UNTRUSTED) from error
            raise _unreachable() from error


def _accepted(response: httpx.Response, content: bytes) -> bytes:
    """Return the content of a 200; raise what any other status means."""
    status = response.status_code
    if status == 200:
        return content
    if status >= 500:
        raise ServerFaultError(f"The register failed (HTTP {status}). It is tried again; tell its keeper.", status)
    problem = _problem(response, content)
    if problem is None:
        raise nonsense(f"HTTP {status} came from something that is no register, perhaps a network's login page")
    detail = problem["detail"]
    if status in (401, 403):
        raise KeyRefusedError(detail)
    if status in (408, 429):
        raise ServerFaultError(detail, status)
    raise RefusedError(f"The register does not take this (HTTP {status}): {detail}", status, detail)


def _problem(response: httpx.Response, content: bytes) -> dict[str, Any] | None:
    if not response.headers.get("content-type", "").startswith(PROBLEM_TYPE):
        return None
    try:
        value = decoded(content)
    except RegisterError:
        return None
    known = isinstance(value, dict) and str(value.get("type")).startswith(PROBLEM_PREFIX)
    return value if known and isinstance(value.get("detail"), str) else None


def decoded(content: bytes) -> Any:
    """Return what JSON says; NonsenseError where it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise nonsense("the answer is no JSON") from error


def nonsense(what: str) -> NonsenseError:
    """Return the error for an answer that cannot be used."""
    return NonsenseError(f"The register's answer cannot be used: {what}. Check its address and the network.")


def _unreachable() -> UnreachableError:
    return UnreachableError("Nobody answers at the register's address. Check the network; what is unsent stays here.")
