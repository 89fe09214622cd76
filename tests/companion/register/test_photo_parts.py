"""A photo in parts: it goes on where the line broke, arrives whole or not at all, and is stored once."""

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from viewmark.register.errors import RegisterError, ServerFaultError
from viewmark.register.server.photo_parts import PhotoParts
from viewmark.register.wire import PHOTO_LIMIT_BYTES, PHOTO_PART_BYTES

from .conftest import Running

PHOTO = os.urandom(3 * PHOTO_PART_BYTES + 7)
DIGEST = hashlib.sha256(PHOTO).hexdigest()


def send(register: Running, offset: int, part: bytes, digest: str = DIGEST, total: int = len(PHOTO)) -> httpx.Response:
    """Send one part."""
    asked = {"offset": offset, "total_bytes": total}
    return register.request("PATCH", f"/photos/{digest}", content=part, params=asked)


def send_all(register: Running) -> bool:
    """Send the photo as a laptop does; return whether it was new."""

    async def run() -> bool:
        async with register.client() as client:
            return await client.send_photo(PHOTO)

    return asyncio.run(run())


def held(register: Running) -> bytes:
    """Return the photo as the register keeps it."""
    return register.store.photos.path(DIGEST).read_bytes()


def test_a_large_photo_arrives_whole_and_once(register: Running) -> None:
    assert send_all(register) is True
    assert send_all(register) is False
    assert held(register) == PHOTO and register.store.counts()["photos"] == 1


def test_after_a_break_only_the_rest_is_sent(register: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(register, 0, PHOTO[:PHOTO_PART_BYTES]).json() == {"received": PHOTO_PART_BYTES, "stored": False}
    sent: list[int] = []
    add = register.store.photo_parts.add

    def counted(digest: str, who: str, offset: int, content: bytes) -> int:
        sent.append(len(content))
        return add(digest, who, offset, content)

    monkeypatch.setattr(register.store.photo_parts, "add", counted)
    assert send_all(register) is True
    assert sum(sent) == len(PHOTO) - PHOTO_PART_BYTES and held(register) == PHOTO


def test_a_part_that_comes_twice_or_too_early_changes_nothing(register: Running) -> None:
    for offset, here in ((5, 0), (0, 100), (0, 100), (200, 100), (50, 100)):
        assert send(register, offset, PHOTO[offset : offset + 100]).json()["received"] == here
    assert send_all(register) is True and held(register) == PHOTO


def test_damaged_parts_are_dropped_and_the_photo_is_sent_from_its_beginning(register: Running) -> None:
    send(register, 0, b"x" * PHOTO_PART_BYTES)
    assert send_all(register) is True and held(register) == PHOTO


def test_a_photo_that_is_never_whole_is_a_fault_of_the_register(
    register: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register.store.photo_parts, "read", lambda digest, who: b"damaged")
    with pytest.raises(ServerFaultError, match="tried again"):
        send_all(register)


@pytest.mark.parametrize("answer", [{"stored": False}, {"received": -1, "stored": False}, {"received": True}, {}])
def test_nonsense_in_place_of_a_count_is_an_error(
    register: Running, answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with register.client() as client:

            async def table(*_: Any, **__: Any) -> dict[str, Any]:
                return answer

            monkeypatch.setattr(client, "_http", type("Http", (), {"table": staticmethod(table), "close": table})())
            await client.send_photo(PHOTO)

    with pytest.raises(RegisterError):
        asyncio.run(run())


def test_a_part_beyond_the_limit_or_of_a_malformed_name_is_refused(register: Running) -> None:
    assert send(register, 0, b"x", total=PHOTO_LIMIT_BYTES + 1).status_code == 422
    assert send(register, 0, b"x" * (PHOTO_LIMIT_BYTES + 1)).status_code == 413
    assert send(register, 0, b"x", digest="../" + "0" * 61).status_code in (404, 422)
    assert send(register, 0, b"x", digest="0" * 63).status_code == 422
    assert send(register, 0, b"x" * PHOTO_LIMIT_BYTES, digest="0" * 64, total=PHOTO_LIMIT_BYTES).status_code == 200
    assert register.store.counts()["photos"] == 0


def test_parts_that_nobody_goes_on_with_are_forgotten_after_a_month(tmp_path: Path) -> None:
    parts = PhotoParts(tmp_path)
    assert parts.add("0" * 64, "old", 0, b"part") == parts.add("0" * 64, "new", 0, b"part") == 4
    (old,) = [one for one in tmp_path.iterdir() if one == parts._path("0" * 64, "old")]
    os.utime(old, (1_000_000_000, 1_000_000_000))
    again = PhotoParts(tmp_path)
    assert again.add("0" * 64, "old", 0, b"") == 0 and again.add("0" * 64, "new", 0, b"") == 4
