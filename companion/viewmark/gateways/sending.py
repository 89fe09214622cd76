"""Sending what waits: each message is sent when a receipt for exactly its bytes is noted, and not before.

It may be killed at any moment: what was sent but not noted is sent again, and the other side knows it by its id.
"""

from collections.abc import Callable
from dataclasses import dataclass

from viewmark.gateways.entry import Entry
from viewmark.gateways.errors import AwayError, MessageError, RefusedError, TryAgainError
from viewmark.gateways.mailbox import Mailbox
from viewmark.gateways.message import read_message
from viewmark.gateways.port import Gateway, believed

FAULTS_IN_A_ROW = 3


@dataclass
class Sending:
    """What one pass did: messages sent, buried and failed, and why it stopped before the end, or None."""

    sent: int = 0
    buried: int = 0
    failed: int = 0
    stopped: str | None = None


def unheard(entry: Entry) -> None:
    """Tell nobody that a message was sent."""


async def send_waiting(
    mailbox: Mailbox,
    gateway: Gateway,
    now_s: Callable[[], float],
    profile: str | None = None,
    most: int = 1000,
    on_sent: Callable[[Entry], None] = unheard,
) -> Sending:
    """Send what is due to a gateway, of one profile or of all, at most `most`; what fails is noted and not raised.

    `on_sent` hears of each message once its receipt is noted.
    """
    result = Sending()
    faults = 0
    for _ in range(most):
        due = mailbox.due(gateway.name, now_s(), profile)
        if due is None:
            break
        entry, content = due
        mailbox.begin(entry.number, gateway.name, now_s())
        try:
            if content is None:
                raise MessageError("It was changed in the mailbox or lies under another key. Put it anew.")
            message = read_message(content)
            receipt = believed(await gateway.send(message), message)
        except (RefusedError, MessageError) as error:
            mailbox.bury(entry.number, str(error))
            result.buried += 1
        except AwayError as error:
            # Not the message's fault: all wait, so that the order is kept.
            mailbox.hold(gateway.name, now_s(), str(error))
            result.stopped = str(error)
            break
        except TryAgainError as error:
            # Perhaps this message's fault: the others go on without it.
            result.failed += 1
            result.buried += not mailbox.failed(entry.number, now_s(), str(error))
            faults += 1
            if faults == FAULTS_IN_A_ROW:
                mailbox.hold(gateway.name, now_s(), str(error))
                result.stopped = str(error)
                break
        else:
            mailbox.sent(entry.number, receipt, now_s())
            on_sent(entry)
            result.sent += 1
            faults = 0
    return result
