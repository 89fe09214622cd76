"""The roster on this laptop: which officers work at which post, as the register said last."""

from viewmark.deskbook.desk_book import DeskBook
from viewmark.register.roster import RosterEntry

_TABLE = "roster"


def roster(book: DeskBook) -> list[RosterEntry]:
    """Return the roster as it was taken down last."""
    return [RosterEntry(str(one["officer"]), str(one["post"]), int(one["since_s"])) for one in book.rows(_TABLE)]


def keep_roster(book: DeskBook, entries: list[RosterEntry]) -> None:
    """Keep the register's roster in place of the former one."""
    book.replace(_TABLE, [one._asdict() for one in entries])
