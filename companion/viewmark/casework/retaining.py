"""Erasing what has been kept for its time: never what the register does not have."""

import asyncio
import time

from viewmark.archive.archive import Archive
from viewmark.deskbook.desk_book import DeskBook
from viewmark.deskbook.settings import retention_days

_DAY_S = 86400
_EACH_S = 3600.0


async def keep_retention(archive: Archive, book: DeskBook) -> None:
    """Erase what is due, each hour, for ever."""
    while True:
        await erase_due(archive, retention_days(book), int(time.time()))
        await asyncio.sleep(_EACH_S)


async def erase_due(archive: Archive, days: int, now_s: int) -> int:
    """Erase what came so many days ago and is in the register; return how many checks that were. 0 days keep all."""
    erased = 0
    while days > 0 and (due := archive.retention.due(now_s - days * _DAY_S)):
        for check in due:
            archive.retention.erase(check, now_s, days)
            await asyncio.sleep(0)
        erased += len(due)
    if erased:
        archive.retention.forget_pages()
    return erased
