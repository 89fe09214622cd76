"""The settings in the desk book, as the pages read and set them: by who is signed in."""

from pathlib import Path

from viewmark.casework.referral import Place
from viewmark.deskbook import settings
from viewmark.deskbook.desk_book import DeskBook
from viewmark.deskbook.roster import roster
from viewmark.encryption.master_key import MasterKeyFile
from viewmark.errors import CaseworkError
from viewmark.register.roster import RosterEntry
from viewmark.ui.people import People

_MOST_KM, _MOST_DAYS = 20_000, 36_500


class DeskSettings:
    """Settings of a laptop; CaseworkError where nobody is signed in, or a number is none."""

    def __init__(self, book: DeskBook, people: People, folder: Path) -> None:
        self._folder = folder
        self._book = book
        self._people = people

    def place(self) -> Place:
        """Return where this laptop works."""
        return settings.place(self._book)

    def set_place(self, token: str, border_km: str, is_customs: str) -> None:
        """Set where this laptop works, the distance as it was typed; `is_customs` is yes or no."""
        self._needs_somebody(token)
        if is_customs not in ("yes", "no"):
            raise CaseworkError("Say whether customs or border officials work here.")
        settings.set_place(self._book, Place(_number(border_km, _MOST_KM), is_customs == "yes"))

    def retention_days(self) -> int:
        """Return after how many days checks are erased; 0 where they are kept."""
        return settings.retention_days(self._book)

    def set_retention_days(self, token: str, days: str) -> None:
        """Set it, as it was typed."""
        self._needs_somebody(token)
        settings.set_retention_days(self._book, _number(days, _MOST_DAYS))

    def roster(self) -> list[RosterEntry]:
        """Return the roster as it was taken down last."""
        return roster(self._book)

    def language(self, token: str) -> str:
        """Return the language that who is signed in chose, empty where nobody is, or none was chosen."""
        account = self._people.operator(token)
        return settings.language_of(self._book, account.name) if account else ""

    def set_language(self, token: str, language: str) -> None:
        """Choose the language of who is signed in; one that the pages do not speak leaves it to the browser."""
        name = self._people.name_of(token, "a language is chosen by operator")
        settings.set_language_of(self._book, name, language)

    def is_guarded(self) -> bool:
        """Return whether a passphrase guards what lies on this laptop's disk."""
        return MasterKeyFile.of(self._folder).is_guarded()

    def damage(self) -> str:
        """Return the sentence on a damaged desk book that was put aside, empty where there was none."""
        return self._book.damage

    def _needs_somebody(self, token: str) -> None:
        self._people.name_of(token, "nobody else changes settings")


def _number(typed: str, most: int) -> int:
    if not (typed.strip().isascii() and typed.strip().isdecimal() and int(typed) <= most):
        raise CaseworkError(f"Give a whole number, at most {most}.")
    return int(typed)
