"""Opening the register away from its server, which takes longer to load than most commands take."""

from pathlib import Path

from ..errors import SetupError
from .database import DATABASE_FILE
from .store import RegisterStore


def open_store(where: str | Path, photos: Path | None = None) -> RegisterStore:
    """Open the register in a folder, or behind a database URL with its photos in the folder `photos`."""
    if "://" not in str(where):
        return RegisterStore(Path(where))
    if photos is None:
        raise SetupError("A register behind a database URL needs a folder for its photos. Name one.")
    return RegisterStore(photos, url=str(where))


def open_existing(folder: Path) -> RegisterStore:
    """Open the register in a folder; SetupError where there is none, and none is made."""
    if not (folder / DATABASE_FILE).exists():
        raise SetupError(
            f"There is no register in {folder}. Name the folder that `viewmark register serve` uses;"
            " `viewmark register import` begins one, and so does `serve` with --api-key."
        )
    return open_store(folder)
