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

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.key_box import KEY_BOX_BYTES
from viewmark_protocol.lists.offline import verify
from viewmark_protocol.lms import PUBLIC_KEY_BYTES as ROOT_BYTES

from ..escrow.limits import BOX_LIMIT_BYTES, PUBLIC_KEY_BYTES
from .answers import Answer, Query, parse_answer
from .errors import ServerFaultError
from .http import RegisterHttp, decoded, nonsense
from .roster import RosterEntry, parse_roster
from .wire import LIST_LIMIT_BYTES, PHOTO_PART_BYTES

TIMEOUT_S = 10.0
TRANSFER_TIMEOUT_S = 120.0  # a photo or a list over a thin uplink
ATTEMPTS = 3
_PURPOSE = ("officer", "post", "legal_ground")


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
        self._http = RegisterHttp(url, api_key, certificate, timeout_s, attempts, sleep, random)
        self._transfer_timeout_s = transfer_timeout_s

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the connections."""
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate that it was enrolled with, in hexadecimal; empty where it was not."""
        return self._http.fingerprint

    @property
    def url(self) -> str:
        """Where the register is expected to answer."""
        return self._http.url

    def move(self, url: str) -> bool:
        """Go on at another address, which only an enrolled client should; return whether it is another one."""
        return self._http.move(url)

    async def health(self) -> dict[str, Any]:
        """Return what the register says of itself; NonsenseError where another server answers."""
        table = await self._http.table("GET", "/health")
        if table.get("service") != "viewmark-register":
            raise nonsense("another service answers at its address")
        return table

    async def query(self, query: Query) -> Answer:
        """Ask for one weapon; the answer is checked against the words that there are."""
        return parse_answer(decoded(await self._http.once("POST", "/query", content=_encoded(_given(query)))))

    async def query_many(self, queries: Sequence[Query]) -> list[Answer | str]:
        """Ask for at most 500 weapons with one purpose, the first query's; a sentence where one is refused."""
        purpose = {name: getattr(queries[0], name) for name in _PURPOSE}
        weapons = [{name: value for name, value in _given(one).items() if name not in _PURPOSE} for one in queries]
        content = await self._http.once("POST", "/queries", content=_encoded(purpose | {"weapons": weapons}))
        rows = decoded(content).get("answers")
        if not isinstance(rows, list) or len(rows) != len(queries):
            raise nonsense("it sent another number of answers")
        return [str(one["refused"]) if one.get("answer") is None else parse_answer(one["answer"]) for one in rows]

    async def send_check(self, device_id: str, log_id: bytes, sequence: int, record: bytes) -> bool:
        """Send a check; return once it is durable there. False: the register had it already."""
        text = base64.b64encode(record).decode()
        body = {"device_id": device_id, "log_id": log_id.hex(), "sequence": sequence, "record": text}
        return _stored(await self._http.table("POST", "/checks", content=_encoded(body)))

    async def send_photo(self, content: bytes) -> bool:
        """Send a photo under its digest; return once it is durable there. False: the register had it already.

        A large one goes in parts, from where an earlier try was cut.
        """
        path = "/photos/" + hashlib.sha256(content).hexdigest()
        if len(content) <= PHOTO_PART_BYTES:
            return _stored(await self._http.table("PUT", path, content=content, timeout_s=self._transfer_timeout_s))
        received, is_stored = await self._send_part(path, content, 0, 0)
        if is_stored:
            return False
        for _ in range(2 * (len(content) // PHOTO_PART_BYTES + 1)):  # once more in full, should it have come damaged
            received, is_stored = await self._send_part(path, content, received, PHOTO_PART_BYTES)
            if is_stored:
                return True
        raise ServerFaultError("The register does not get a photo whole. It is tried again; tell its keeper.", 500)

    async def _send_part(self, path: str, content: bytes, offset: int, size_bytes: int) -> tuple[int, bool]:
        """Send a part; return how much the register has now, and whether the photo is stored there."""
        query = f"?offset={offset}&total_bytes={len(content)}"
        part = content[offset : offset + size_bytes]
        table = await self._http.table("PATCH", path + query, content=part, timeout_s=self._transfer_timeout_s)
        received = table.get("received")
        if type(received) is not int or not 0 <= received <= len(content):
            raise nonsense("it does not say how much of a photo it has")
        return received, _stored(table)

    async def fetch_list(self) -> bytes:
        """Return the newest whole list; NonsenseError where head, length or a digest is wrong."""
        return await self._list_file("/list")

    async def fetch_list_steps(self) -> ListSteps:
        """Return which whole list is the newest, and the versions of the changes on it."""
        table = await self._http.table("GET", "/list/changes")
        steps = table.get("steps")
        versions = [one.get("version") for one in steps if isinstance(one, dict)] if isinstance(steps, list) else [None]
        numbers: list[Any] = [table.get("version"), table.get("base"), *versions]
        if any(type(one) is not int for one in numbers):
            raise nonsense("its changes to the list are no numbers")
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
        table = await self._http.table("POST", "/list/key", content=_encoded(body))
        box = _from_hex(table.get("box"), KEY_BOX_BYTES, "list key")
        root = _from_hex(table.get("root"), ROOT_BYTES, "root of lists")
        try:
            endorsement = bytes.fromhex(table.get("endorsement", ""))
        except (TypeError, ValueError) as error:
            raise nonsense("its endorsement is no hexadecimal text") from error
        return ListSecrets(box, root, endorsement or None)

    async def _list_file(self, path: str) -> bytes:
        content = await self._http.again("GET", path, limit_bytes=LIST_LIMIT_BYTES, timeout_s=self._transfer_timeout_s)
        try:
            header = verify(in_memory(content))
        except (ListError, UnicodeDecodeError) as error:
            raise nonsense("its list is damaged, or is none") from error
        if len(content) != header.total_bytes:
            raise nonsense("its list is longer than it says")
        return content

    async def send_escrow(self, device_id: str, log_id: bytes, box: bytes) -> bool:
        """Send the box of a log's first key; return once it is durable there. False: the register had it already."""
        body = {"device_id": device_id, "log_id": log_id.hex(), "box": base64.b64encode(box).decode()}
        return _stored(await self._http.table("POST", "/escrow", content=_encoded(body)))

    async def fetch_escrow(self, device_id: str, log_id: bytes) -> list[bytes]:
        """Return the boxes of a log that the register holds, the first stored first; none for an unknown log."""
        asked = urlencode({"device_id": device_id, "log_id": log_id.hex()}, errors="surrogatepass")
        values = (await self._http.table("GET", "/escrow?" + asked)).get("boxes")
        if not isinstance(values, list):
            raise nonsense("it sent no list of boxes")
        return [_box(value) for value in values]

    async def send_trace(self, trace_id: str, check_id: str, content: dict[str, Any]) -> list[dict[str, Any]]:
        """Send a trace request; return its states once it is durable there."""
        return _states(
            await self._http.table(
                "PUT", f"/traces/{trace_id}", content=_encoded({"check_id": check_id, "content": content})
            )
        )

    async def fetch_trace(self, trace_id: str) -> list[dict[str, Any]]:
        """Return the states that a trace request came into, each with `state`, `at_s`, `who` and `note`."""
        return _states(await self._http.table("GET", f"/traces/{trace_id}"))

    async def fetch_roster(self) -> list[RosterEntry]:
        """Return which officers work at which post."""
        return parse_roster((await self._http.table("GET", "/roster")).get("roster"))

    async def fetch_focal_point(self) -> bytes | None:
        """Return the focal point's public key (32 bytes), or None where the register's keeper has set none."""
        table = await self._http.table("GET", "/focal-point")
        if "public_key" in table and table["public_key"] is None:
            return None
        return _from_hex(table.get("public_key"), PUBLIC_KEY_BYTES, "public key")

    async def counts(self) -> dict[str, int]:
        """Return how many `checks`, `photos`, `firearms` and `open_reports` the register holds."""
        table = await self._http.table("GET", "/checks/count")
        names = ("checks", "photos", "firearms", "open_reports")
        if any(not isinstance(table.get(name), int) or isinstance(table[name], bool) for name in names):
            raise nonsense("its counts are no numbers")
        return {name: table[name] for name in names}

    async def check_ids(self, after_id: int = 0, limit: int = 100) -> list[dict[str, Any]]:
        """Return ids and digests of the checks that the register holds, in order of arrival."""
        rows = (await self._http.table("GET", f"/checks?after_id={after_id}&limit={limit}")).get("checks")
        if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
            raise nonsense("it sent no list of checks")
        return rows


def _given(query: Query) -> dict[str, Any]:
    """Return what a query says, without what it leaves open."""
    return {name: value for name, value in asdict(query).items() if value is not None}


def _encoded(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()  # in ASCII, so that even a broken text reaches the register and is refused there


def _states(table: dict[str, Any]) -> list[dict[str, Any]]:
    states = table.get("states")
    if not isinstance(states, list) or not all(isinstance(one, dict) and "state" in one for one in states):
        raise nonsense("it does not say how a trace request stands")
    return states


def _stored(table: dict[str, Any]) -> bool:
    if not isinstance(table.get("stored"), bool):
        raise nonsense("it does not say whether it stored what was sent")
    return table["stored"]


def _from_hex(value: Any, size_bytes: int, what: str) -> bytes:
    try:
        content = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        content = b""
    if len(content) != size_bytes:
        raise nonsense(f"it sent no {what}")
    return content


def _box(value: Any) -> bytes:
    try:
        box = binascii.a2b_base64(value, strict_mode=True) if isinstance(value, str) else b""
    except ValueError:
        box = b""
    if not 0 < len(box) <= BOX_LIMIT_BYTES:
        raise nonsense("it sent a box that is none")
    return box
