"""At base: who announces itself is found, on the real protocol over the loopback; nonsense is left out."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest
from zeroconf import ServiceInfo

from viewmark.base.announcement import LAPTOP, REGISTER, SERVICE_TYPE, Announcement, announcement_in, service_of
from viewmark.base.errors import NetworkError
from viewmark.base.network import announced, found
from viewmark.register.server.run import open_store
from viewmark.register.server.tls import tls_of

from ..register.conftest import serving

HERE = ["127.0.0.1"]
FINGERPRINT = "ab" * 32
PATIENCE_S = 20  # a busy machine hears late


def test_a_register_and_a_laptop_find_each_other_and_are_gone_when_they_end() -> None:
    register = Announcement(REGISTER, "test-base", "1.0", "127.0.0.1", 8470, FINGERPRINT)
    laptop = Announcement(LAPTOP, "test-desk", "1.0", "127.0.0.1", 8480)

    async def run() -> tuple[list[Announcement], list[Announcement]]:
        async with announced(register, HERE), announced(laptop, HERE):
            during = [
                one
                for wanted in (laptop, register)
                for one in await found(PATIENCE_S, HERE, lambda one, wanted=wanted: one == wanted)
                if one == wanted
            ]
        return during, await found(1.0, HERE)

    during, after = asyncio.run(run())
    assert during == [laptop, register]
    assert register.url == "https://127.0.0.1:8470" and laptop.url == "http://127.0.0.1:8480"
    assert [one for one in after if one in (register, laptop)] == []  # other tests announce beside it


def test_two_cannot_have_one_name() -> None:
    one = Announcement(REGISTER, "test-twice", "1.0", "127.0.0.1", 8470)

    async def run() -> None:
        async with announced(one, HERE):
            with pytest.raises(NetworkError, match="another id"):
                async with announced(one, HERE):
                    pass

    asyncio.run(run())


def test_a_register_that_is_served_is_found_with_its_certificates_fingerprint(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store, serving(store, tls=tls_of(tmp_path), announced_as="test-served"):
        seen = asyncio.run(found(PATIENCE_S, HERE, lambda one: one.id == "test-served"))
        (one,) = [one for one in seen if one.id == "test-served"]
    assert len(one.fingerprint) == 64 and one.url.startswith("https://127.0.0.1:")
    assert [other for other in asyncio.run(found(1.0, HERE)) if other.id == "test-served"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"role": "king"},
        {"id": "../../etc"},
        {"id": ""},
        {"version": "\x1b[31m"},
        {"fingerprint": "short"},
        {"fingerprint": "G" * 64},
    ],
)
def test_nonsense_from_the_network_is_left_out(change: dict[str, str]) -> None:
    txt = {"role": REGISTER, "id": "base", "version": "1.0", "fingerprint": FINGERPRINT} | change
    service = ServiceInfo(
        SERVICE_TYPE, f"x.{SERVICE_TYPE}", port=1, properties=txt, parsed_addresses=HERE, server="x.local."
    )
    assert announcement_in(service) is None


def test_what_is_announced_is_what_is_understood() -> None:
    one = Announcement(REGISTER, "base", "1.0", "192.0.2.7", 8470, FINGERPRINT)
    assert announcement_in(service_of(one)) == one
