"""Erasing what was kept for its time: never what the register does not have, nor what still has to go to a gateway."""

import asyncio
import time

from viewmark.archive.archive import Archive
from viewmark.casework.attachments import Attachments
from viewmark.deskbook.desk_book import DeskBook
from viewmark.deskbook.settings import retention_days
from viewmark.gateways.mailbox import unsent_checks
from viewmark_protocol.checks import check_id

_DAY_S = 86400
_EACH_S = 3600.0


async def keep_retention(archive: Archive, book: DeskBook) -> None:
    """Erase what is due, each hour, for ever."""
    while True:
        await erase_due(archive, retention_days(book), int(time.time()))
        await asyncio.sleep(_EACH_S)


async def erase_due(archive: Archive, days: int, now_s: int) -> int:
    """Erase what came so many days ago and is in the register; return how many checks that were. 0 days keep all.

    A check of which a message waits for a gateway, or is a dead letter there, stays until that was sent.
    """
    erased = after = 0
    waiting = unsent_checks(archive.folder)
    attachments = Attachments(archive)
    while days > 0 and (due := archive.retention.due(now_s - days * _DAY_S, after)):
        for number, check in due:
            after = number
            if check_id(check[1], check[2]) in waiting:
                continue
            attached = attachments.paths(check)
            archive.retention.erase(check, now_s, days)
            for path in attached:  # which nobody can open any more
                path.unlink(missing_ok=True)
            erased += 1
            await asyncio.sleep(0)
    if erased:
        archive.retention.forget_pages()
    return erased
