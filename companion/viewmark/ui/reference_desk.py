"""The reference tables, as the pages ask them in a thread: read once, and kept until the file is another one."""

from pathlib import Path
from threading import Lock
from typing import NamedTuple

from viewmark.reference.schema import FILE
from viewmark.reference.tables import MAY_BE, NONE, ONE, Code, Tables

MAKER, CALIBRE, MODEL, CODE = KINDS = ("maker", "calibre", "model", "code")


class Found(NamedTuple):
    """What the tables say of a text: `word` one, may-be or none; its usual name, or None; and the rows that say so.

    A row is the list or the make that it stands in, and the code or the model with what is said of it.
    """

    word: str
    name: str | None
    rows: list[tuple[str, Code]]
    beside: str = ""  # of two calibres: same, may-be-same, another, not-known


class ReferenceDesk:
    """The reference tables of the laptop in `folder`; TableError where they are damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading = Lock()
        self._read: tuple[object, Tables] | None = None

    def tables(self) -> Tables:
        """Return the tables as they stand."""
        with self._reading:
            try:
                state = (self._folder / FILE).stat()
                stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
            except OSError:
                stamp = None
            if self._read is None or self._read[0] != stamp:
                self._read = (stamp, Tables(self._folder))
            return self._read[1]

    def ask(self, kind: str, text: str, beside: str = "") -> Found:
        """Return what the tables say of a maker, a calibre, a model or a code; of a calibre also beside another one."""
        tables = self.tables()
        if kind == MAKER:
            found = tables.maker(text)
            return Found(found.word, found.name, [("make", one) for one in found.codes])
        if kind == CALIBRE:
            calibre = tables.calibre(text)
            said = calibre.beside(tables.calibre(beside)) if beside else ""
            rows = [("calibre", one) for one in calibre.codes]
            # The codes are lossy: a calibre may stand under several, and a code may stand for several calibres.
            return Found(_word(len(rows)), calibre.name, rows, said)
        if kind == MODEL:
            rows = [(make, Code(model, "")) for make, model in tables.makers_of(text)]
        else:
            rows = tables.code(text)
        return Found(_word(len(rows)), None, rows)


def _word(count: int) -> str:
    return (NONE, ONE)[count] if count < 2 else MAY_BE
