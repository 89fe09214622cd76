"""Going out to a folder or an address, once: what a person presses a button for, or writes a command."""

import time
from collections.abc import Callable
from pathlib import Path

from viewmark.gateways.entry import Entry
from viewmark.gateways.errors import GatewayError
from viewmark.gateways.file_drop import FileDrop
from viewmark.gateways.http import HttpGateway
from viewmark.gateways.mailbox import Mailbox
from viewmark.gateways.port import Gateway
from viewmark.gateways.sending import Sending, send_waiting, unheard


async def send_to(
    mailbox: Mailbox,
    to: str,
    profile: str | None = None,
    api_key: str = "",
    only_due: bool = False,
    on_sent: Callable[[Entry], None] = unheard,
) -> Sending:
    """Send what waits to a folder or an address; with `only_due` not what is to wait after a failure.

    `on_sent` hears of each message that arrived. AwayError where nothing waits and the folder is not there either.
    Without a profile GatewayError where messages of several wait: each profile has its own gateway.
    """
    if "://" not in to:
        drop = FileDrop(Path(to))
        result = await _through(mailbox, drop, profile, only_due, on_sent)
        if not only_due and result == Sending():
            drop.needs_its_folder()  # nothing waited, and so nobody has looked
        return result
    async with HttpGateway(to, api_key) as gateway:
        return await _through(mailbox, gateway, profile, only_due, on_sent)


async def _through(
    mailbox: Mailbox, gateway: Gateway, profile: str | None, only_due: bool, on_sent: Callable[[Entry], None]
) -> Sending:
    waiting = mailbox.waiting_profiles(gateway.name)
    if profile is None and len(waiting) > 1:
        raise GatewayError(f"Messages of {', '.join(waiting)} wait, each for its own gateway. Say which by --profile.")
    if not only_due:
        mailbox.try_now(gateway.name)
    return await send_waiting(mailbox, gateway, time.time, profile, on_sent=on_sent)
