"""Announcing on the local network, and looking who is there."""

import asyncio
import contextlib
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence

from zeroconf import (
    DNSQuestionType,
    InterfaceChoice,
    IPVersion,
    NonUniqueNameException,
    ServiceInfo,
    ServiceStateChange,
    Zeroconf,
)
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from viewmark import __version__

from .announcement import SERVICE_TYPE, Announcement, announcement_in, service_of
from .errors import NetworkError

_ANY_ADDRESS = ("0.0.0.0", "::")
_RESOLVE_MS = 1500
_LOOK_AGAIN_S = 0.2

logger = logging.getLogger("viewmark.base")


def own_address() -> str:
    """Return the address by which this machine is reached on its network, the local one where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # sends nothing: the system only chooses the way (RFC 5737)
            return asked.getsockname()[0]
        except OSError:
            return "127.0.0.1"


@contextlib.asynccontextmanager
async def announced(one: Announcement, interfaces: Sequence[str] | None = None) -> AsyncIterator[None]:
    """Announce for as long as the context stands; NetworkError where there is no network, or the name is taken."""
    async with _zeroconf(interfaces) as network:
        service = service_of(one)
        if await _is_taken(network, service):
            raise _taken(one)
        try:
            await (await network.async_register_service(service))
        except NonUniqueNameException as error:
            raise _taken(one) from error
        try:
            yield
        finally:
            await (await network.async_unregister_service(service))


def _taken(one: Announcement) -> NetworkError:
    return NetworkError(f"Somebody announces {one.role} {one.id} already. Give another id.")


async def _is_taken(network: AsyncZeroconf, service: ServiceInfo) -> bool:
    """Return whether somebody answers to a service's name.

    Asked so that the answer comes to everybody: one to the asker alone reaches but one of a machine's programs.
    """
    other = AsyncServiceInfo(service.type, service.name)
    return await other.async_request(network.zeroconf, _RESOLVE_MS, DNSQuestionType.QM)


@contextlib.asynccontextmanager
async def announced_if_possible(role: str, id: str, host: str, port: int, fingerprint: str = "") -> AsyncIterator[None]:
    """Announce what listens on `host` and `port` for as long as the context stands; without a network only warn.

    An empty id announces nothing.
    """
    async with contextlib.AsyncExitStack() as announcing:
        if id:
            address = own_address() if host in _ANY_ADDRESS else host
            one = Announcement(role, id, __version__, address, port, fingerprint)
            try:
                await announcing.enter_async_context(announced(one, [address]))
            except NetworkError as error:
                logger.warning("not announced", extra={"error": str(error)})
        yield


async def found(
    wait_s: float, interfaces: Sequence[str] | None = None, enough: Callable[[Announcement], bool] = lambda one: False
) -> list[Announcement]:
    """Return who announces itself within some seconds, by role and id; sooner where one is `enough`.

    NetworkError where there is no network.
    """
    names: set[str] = set()

    def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Added:
            names.add(name)
        elif state_change is ServiceStateChange.Removed:
            names.discard(name)

    told: dict[str, Announcement | None] = {}
    async with _zeroconf(interfaces) as network:
        browser = AsyncServiceBrowser(network.zeroconf, SERVICE_TYPE, handlers=[heard])
        end_s = time.monotonic() + wait_s
        is_enough = False
        while not is_enough and time.monotonic() < end_s:
            await asyncio.sleep(min(_LOOK_AGAIN_S, wait_s))
            new = [AsyncServiceInfo(SERVICE_TYPE, name) for name in sorted(names - told.keys())]
            answered = await asyncio.gather(*(one.async_request(network.zeroconf, _RESOLVE_MS) for one in new))
            told |= {one.name: announcement_in(one) for one, has in zip(new, answered, strict=True) if has}
            is_enough = any(one is not None and enough(one) for one in told.values())
        await browser.async_cancel()
    here = [one for name, one in told.items() if one is not None and name in names]
    return sorted(here, key=lambda one: (one.role, one.id, one.address))


@contextlib.asynccontextmanager
async def _zeroconf(interfaces: Sequence[str] | None) -> AsyncIterator[AsyncZeroconf]:
    try:
        chosen = InterfaceChoice.Default if interfaces is None else list(interfaces)
        network = AsyncZeroconf(interfaces=chosen, ip_version=IPVersion.V4Only)
    except OSError as error:
        raise NetworkError(f"There is no local network to announce on ({error.strerror}).") from error
    try:
        yield network
    finally:
        await network.async_close()
