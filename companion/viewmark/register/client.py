"""The laptop's port to the register, over HTTP. Nothing that it answers is trusted before it was looked at."""

import asyncio
import base64
import binascii
import hashlib
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

import httpx

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.key_box import KEY_BOX_BYTES
from viewmark_protocol.lists.offline import verify
from viewmark_protocol.lms import PUBLIC_KEY_BYTES as ROOT_BYTES

from ..escrow.limits import BOX_LIMIT_BYTES, PUBLIC_KEY_BYTES
from .answers import Answer, Query, parse_answer
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
from .wire import API, LIST_LIMIT_BYTES, PROBLEM_PREFIX, PROBLEM_TYPE

TIMEOUT_S = 10.0
TRANSFER_TIMEOUT_S = 120.0  # a photo or a list over a thin uplink
ATTEMPTS = 3
FIRST_WAIT_S = 0.5
MOST_WAIT_S = 8.0
_ANSWER_LIMIT_BYTES = 1024 * 1024
_UNTRUSTED = (
    "Who answers at the register's address has another certificate than the register that this laptop was enrolled"
    " with. Nothing was sent. Ask the register's keeper, and enrol again: somebody may stand between."
)
_PURPOSE = ("officer", "post", "legal_ground")
_SENT_AGAIN = (UnreachableError, SlowError, ServerFaultError)


class ListSteps(NamedTuple):
    """The newest version of the list, the whole list that it stands on, and the versions that lead from it."""

    version: int
    base: int
    steps: list[int]


class ListSecrets(NamedTuple):
    """The list key in a box for one handheld, the issuer's root (HSS public key), the former root's endorsement."""

    box: bytes
    root: bytes
    endorsement: bytes | None


class RegisterClient:
    """One register at `url`. Every method raises a RegisterError that says what to do; use it as a context manager.

    With a `certificate` (DER) it must be this one's holder; without, the system says whom to trust.

    What is idempotent is sent up to `attempts` times. A query is sent once: each one leaves an audit line.
    """

    def __init__(
        self,
        url: str,
        api_key: str,
        *,
        certificate: bytes | None = None,
        timeout_s: float = TIMEOUT_S,
        transfer_timeout_s: float = TRANSFER_TIMEOUT_S,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = random.random,
    ) -> None:
        self._timeout_s = timeout_s
        self._transfer_timeout_s = transfer_timeout_s
        self._attempts = attempts
        self._sleep = sleep
        self._random = random
        headers = {"Authorization": f"Bearer {api_key}", "User-Agent": "viewmark", "Content-Type": "application/json"}
        try:
            # Redirects are not followed: the key must not go to another host.
            trusted = pinned_context(certificate) if certificate else True
            self._http = httpx.AsyncClient(
                base_url=url, headers=headers, timeout=timeout_s, trust_env=False, verify=trusted
            )
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            raise UnreachableError("The register's address or key cannot be used. Correct the settings.") from error

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the connections."""
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def health(self) -> dict[str, Any]:
        """Return what the register says of itself; NonsenseError where another server answers."""
        table = await self._table("GET", "/health")
        if table.get("service") != "viewmark-register":
            raise _nonsense("another service answers at its address")
        return table

    async def query(self, query: Query) -> Answer:
        """Ask for one weapon; the answer is checked against the words that there are."""
        return parse_answer(_decoded(await self._once("POST", "/query", content=_encoded(_given(query)))))

    async def query_many(self, queries: Sequence[Query]) -> list[Answer | str]:
        """Ask for at most 500 weapons with one purpose, the first query's; a sentence where one is refused."""
        purpose = {name: getattr(queries[0], name) for name in _PURPOSE}
        weapons = [{name: value for name, value in _given(one).items() if name not in _PURPOSE} for one in queries]
        content = await self._once("POST", "/queries", content=_encoded(purpose | {"weapons": weapons}))
        rows = _decoded(content).get("answers")
        if not isinstance(rows, list) or len(rows) != len(queries):
            raise _nonsense("it sent another number of answers")
        return [str(one["refused"]) if one.get("answer") is None else parse_answer(one["answer"]) for one in rows]

    async def send_check(self, device_id: str, log_id: bytes, sequence: int, record: bytes) -> bool:
        """Send a check; return once it is durable there. False: the register had it already."""
        text = base64.b64encode(record).decode()
        body = {"device_id": device_id, "log_id": log_id.hex(), "sequence": sequence, "record": text}
        return _stored(await self._table("POST", "/checks", content=_encoded(body)))

    async def send_photo(self, content: bytes) -> bool:
        """Send a photo under its digest; return once it is durable there. False: the register had it already."""
        path = "/photos/" + hashlib.sha256(content).hexdigest()
        return _stored(await self._table("PUT", path, content=content, timeout_s=self._transfer_timeout_s))

    async def fetch_list(self) -> bytes:
        """Return the newest whole list; NonsenseError where head, length or a digest is wrong."""
        return await self._list_file("/list")

    async def fetch_list_steps(self) -> ListSteps:
        """Return which whole list is the newest, and the versions of the changes on it."""
        table = await self._table("GET", "/list/changes")
        steps = table.get("steps")
        versions = [one.get("version") for one in steps if isinstance(one, dict)] if isinstance(steps, list) else [None]
        numbers: list[Any] = [table.get("version"), table.get("base"), *versions]
        if any(type(one) is not int for one in numbers):
            raise _nonsense("its changes to the list are no numbers")
        return ListSteps(numbers[0], numbers[1], numbers[2:])

    async def fetch_list_step(self, version: int) -> bytes:
        """Return the changes that lead to a version."""
        return await self._list_file(f"/list/changes/{version}")

    async def fetch_all_changes(self) -> bytes:
        """Return all changes since the newest whole list as one step."""
        return await self._list_file("/list/changes/all")

    async def fetch_list_secrets(self, device_id: str, certificate: bytes) -> ListSecrets:
        """Return the present list key in a box for a handheld with this certificate, and how it verifies lists."""
        body = {"device_id": device_id, "certificate": certificate.hex()}
        table = await self._table("POST", "/list/key", content=_encoded(body))
        box = _from_hex(table.get("box"), KEY_BOX_BYTES, "list key")
        root = _from_hex(table.get("root"), ROOT_BYTES, "root of lists")
        try:
            endorsement = bytes.fromhex(table.get("endorsement", ""))
        except (TypeError, ValueError) as error:
            raise _nonsense("its endorsement is no hexadecimal text") from error
        return ListSecrets(box, root, endorsement or None)

    async def _list_file(self, path: str) -> bytes:
        content = await self._again("GET", path, limit_bytes=LIST_LIMIT_BYTES, timeout_s=self._transfer_timeout_s)
        try:
            header = verify(in_memory(content))
        except (ListError, UnicodeDecodeError) as error:
            raise _nonsense("its list is damaged, or is none") from error
        if len(content) != header.total_bytes:
            raise _nonsense("its list is longer than it says")
        return content

    async def send_escrow(self, device_id: str, log_id: bytes, box: bytes) -> bool:
        """Send the box of a log's first key; return once it is durable there. False: the register had it already."""
        body = {"device_id": device_id, "log_id": log_id.hex(), "box": base64.b64encode(box).decode()}
        return _stored(await self._table("POST", "/escrow", content=_encoded(body)))

    async def fetch_escrow(self, device_id: str, log_id: bytes) -> list[bytes]:
        """Return the boxes of a log that the register holds, the first stored first; none for an unknown log."""
        asked = urlencode({"device_id": device_id, "log_id": log_id.hex()}, errors="surrogatepass")
        values = (await self._table("GET", "/escrow?" + asked)).get("boxes")
        if not isinstance(values, list):
            raise _nonsense("it sent no list of boxes")
        return [_box(value) for value in values]

    async def fetch_focal_point(self) -> bytes | None:
        """Return the focal point's public key (32 bytes), or None where the register's keeper has set none."""
        table = await self._table("GET", "/focal-point")
        if "public_key" in table and table["public_key"] is None:
            return None
        return _from_hex(table.get("public_key"), PUBLIC_KEY_BYTES, "public key")

    async def counts(self) -> dict[str, int]:
        """Return how many `checks`, `photos`, `firearms` and `open_reports` the register holds."""
        table = await self._table("GET", "/checks/count")
        names = ("checks", "photos", "firearms", "open_reports")
        if any(not isinstance(table.get(name), int) or isinstance(table[name], bool) for name in names):
            raise _nonsense("its counts are no numbers")
        return {name: table[name] for name in names}

    async def check_ids(self, after_id: int = 0, limit: int = 100) -> list[dict[str, Any]]:
        """Return ids and digests of the checks that the register holds, in order of arrival."""
        rows = (await self._table("GET", f"/checks?after_id={after_id}&limit={limit}")).get("checks")
        if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
            raise _nonsense("it sent no list of checks")
        return rows

    async def _table(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        value = _decoded(await self._again(method, path, **sent))
        if not isinstance(value, dict):
            raise _nonsense("the answer is no object")
        return value

    async def _again(self, method: str, path: str, **sent: Any) -> bytes:
        """Send something idempotent, again after a fault that may pass."""
        for attempt in range(1, self._attempts):
            try:
                return await self._once(method, path, **sent)
            except _SENT_AGAIN:
                await self._sleep(backoff_s(attempt, FIRST_WAIT_S, MOST_WAIT_S, self._random))
        return await self._once(method, path, **sent)

    async def _once(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        limit_bytes: int = _ANSWER_LIMIT_BYTES,
        timeout_s: float | None = None,
    ) -> bytes:
        most_s = timeout_s or self._timeout_s
        headers = {"Content-Type": "application/json" if method == "POST" else "application/octet-stream"}
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
                        raise _nonsense(f"it sent more than {limit_bytes} bytes")
                return _accepted(response, bytes(received))
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
            text = f"The register did not answer within {most_s:g} s. What was sent stays here and is sent again."
            raise SlowError(text) from error
        except (httpx.DecodingError, httpx.RemoteProtocolError) as error:
            if "disconnected" in str(error):
                raise _unreachable() from error
            raise _nonsense("it does not speak HTTP properly") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise UntrustedError(_UNTRUSTED) from error
            raise _unreachable() from error


def _given(query: Query) -> dict[str, Any]:
    """Return what a query says, without what it leaves open."""
    return {name: value for name, value in asdict(query).items() if value is not None}


def _accepted(response: httpx.Response, content: bytes) -> bytes:
    """Return the content of a 200; raise what any other status means."""
    status = response.status_code
    if status == 200:
        return content
    if status >= 500:
        raise ServerFaultError(f"The register failed (HTTP {status}). It is tried again; tell its keeper.", status)
    problem = _problem(response, content)
    if problem is None:
        raise _nonsense(f"HTTP {status} came from something that is no register, perhaps a network's login page")
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
        value = _decoded(content)
    except RegisterError:
        return None
    known = isinstance(value, dict) and str(value.get("type")).startswith(PROBLEM_PREFIX)
    return value if known and isinstance(value.get("detail"), str) else None


def _encoded(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()  # in ASCII, so that even a broken text reaches the register and is refused there


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _nonsense("the answer is no JSON") from error


def _stored(table: dict[str, Any]) -> bool:
    if not isinstance(table.get("stored"), bool):
        raise _nonsense("it does not say whether it stored what was sent")
    return table["stored"]


def _from_hex(value: Any, size_bytes: int, what: str) -> bytes:
    try:
        content = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        content = b""
    if len(content) != size_bytes:
        raise _nonsense(f"it sent no {what}")
    return content


def _box(value: Any) -> bytes:
    try:
        box = binascii.a2b_base64(value, strict_mode=True) if isinstance(value, str) else b""
    except ValueError:
        box = b""
    if not 0 < len(box) <= BOX_LIMIT_BYTES:
        raise _nonsense("it sent a box that is none")
    return box


def _nonsense(what: str) -> NonsenseError:
    return NonsenseError(f"The register's answer cannot be used: {what}. Check its address and the network.")


def _unreachable() -> UnreachableError:
    return UnreachableError("Nobody answers at the register's address. Check the network; what is unsent stays here.")
