"""The settings of this laptop's place: where it works, and who works there."""

from viewmark.casework.referral import Place
from viewmark.deskbook.desk_book import DeskBook

_TABLE, _NAME = "settings", "place"


def place(book: DeskBook) -> Place:
    """Return where this laptop works; at a border and of customs, where nothing else was set."""
    for row in book.rows(_TABLE, name=_NAME):
        return Place(int(row["border_km"]), bool(row["is_customs"]))
    return Place()


def set_place(book: DeskBook, given: Place) -> None:
    """Keep where this laptop works."""
    book.put(_TABLE, "name", {"name": _NAME, "border_km": given.border_km, "is_customs": given.is_customs})
