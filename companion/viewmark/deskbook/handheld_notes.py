"""What people here say of a handheld: what they call it, and that it is lost."""

from typing import NamedTuple

from viewmark.deskbook.desk_book import DeskBook

_TABLE = "handhelds"
MOST_CHARACTERS = 40


class HandheldNote(NamedTuple):
    """A handheld's name here, and since when (UTC second) and by whom it is reported lost; 0 where it is not."""

    device_id: str
    name: str = ""
    lost_s: int = 0
    lost_by: str = ""


def note_on(book: DeskBook, device_id: str) -> HandheldNote:
    """Return what is noted of a handheld."""
    for row in book.rows(_TABLE, device_id=device_id):
        return HandheldNote(device_id, str(row["name"]), int(row["lost_s"]), str(row["lost_by"]))
    return HandheldNote(device_id)


def keep_note(book: DeskBook, note: HandheldNote) -> None:
    """Keep what is noted of a handheld."""
    book.put(_TABLE, "device_id", note._asdict())
