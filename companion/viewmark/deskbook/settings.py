"""The settings of this laptop's place: where it works, and who works there."""

from viewmark.casework.referral import Place
from viewmark.deskbook.desk_book import DeskBook

_TABLE, _NAME, _RETENTION = "settings", "place", "retention"
_LANGUAGES = "languages"


def place(book: DeskBook) -> Place:
    """Return where this laptop works; how far from a border, and who works there, is not known until it was set."""
    for row in book.rows(_TABLE, name=_NAME):
        return Place(int(row["border_km"]), bool(row["is_customs"]))
    return Place(is_customs=False, is_border_known=False)


def retention_days(book: DeskBook) -> int:
    """Return after how many days checks are erased here; 0 where they are kept."""
    rows = book.rows(_TABLE, name=_RETENTION)
    return int(rows[0]["days"]) if rows else 0


def set_retention_days(book: DeskBook, days: int) -> None:
    """Keep after how many days checks are erased here."""
    book.put(_TABLE, "name", {"name": _RETENTION, "days": days})


def set_place(book: DeskBook, given: Place) -> None:
    """Keep where this laptop works."""
    book.put(_TABLE, "name", {"name": _NAME, "border_km": given.border_km, "is_customs": given.is_customs})


def language_of(book: DeskBook, operator: str) -> str:
    """Return the language that an operator chose, empty where none was."""
    rows = book.rows(_LANGUAGES, operator=operator)
    return str(rows[0]["language"]) if rows else ""


def set_language_of(book: DeskBook, operator: str, language: str) -> None:
    """Keep the language that an operator chose."""
    book.put(_LANGUAGES, "operator", {"operator": operator, "language": language})
