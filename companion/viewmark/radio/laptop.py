"""Has bleak use the virtual air: code that scans and connects by bleak runs as it is."""

import contextlib
from collections.abc import AsyncIterator

import bleak
from bumble import hci

from viewmark.radio.air import Air
from viewmark.radio.client import make_client
from viewmark.radio.controller import make_device
from viewmark.radio.scanner import make_scanner


@contextlib.asynccontextmanager
async def laptop_radio(air: Air) -> AsyncIterator[None]:
    """Give this process's bleak a radio on the air for as long as the context stands."""
    controller = air.join("laptop")
    device = make_device(controller, hci.Address.generate_static_address(), "laptop")
    await device.power_on()
    scanner = make_scanner(device)
    made = {
        "get_platform_scanner_backend_type": scanner,
        "get_platform_client_backend_type": make_client(device, scanner),
    }
    before = {name: getattr(bleak, name) for name in made}
    for name, backend in made.items():
        setattr(bleak, name, lambda backend=backend: (backend, "bumble"))
    try:
        yield
    finally:
        for name, real in before.items():
            setattr(bleak, name, real)
        air.leave(controller)
