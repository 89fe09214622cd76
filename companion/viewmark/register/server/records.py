"""What an authority hands in."""

from dataclasses import dataclass

REGISTER_ID_CHARACTERS = 32
FIRST_YEAR, LAST_YEAR = 1700, 2200  # in which a weapon can have been made
FIELDS = ("maker", "model", "calibre", "country", "year")


@dataclass(frozen=True)
class FirearmRecord:
    """A weapon as an authority hands it in; `register_id` is its number there. None says that it is not known.

    `absent` names the fields of which the weapon is known to have none.
    """

    register_id: str
    serial: str
    maker: str | None
    model: str | None = None
    calibre: str | None = None
    country: str | None = None
    year: int | None = None
    absent: tuple[str, ...] = ()
