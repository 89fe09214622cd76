"""Generated weapons as rows of a register: millions of them, with the keys they are found by, straight into its tables.

Rows and keys are those that `register.server.indexing` makes one by one; a sample is compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table

from viewmark.bench.guns import Serials, guns, makers
from viewmark.errors import BenchError
from viewmark.quickly import quick_exact, quick_skeleton
from viewmark.register.server import search_keys
from viewmark.register.server.database import Database
from viewmark.register.server.generate import register_id
from viewmark.register.server.tables.firearms import REGISTERED, Firearm, SearchKey
from viewmark_protocol.makers import maker_code
from viewmark_protocol.serials import exact, without_embedded_letters

MODELS = ("17", "19", "26", "92FS", "P226", "M70", "75B", "PPK", "A", "B", "C", "D")
CALIBRES = ("9x19", "9x17", "7.65x17", ".45 ACP", "5.56x45", "7.62x39", "12/70", ".22 LR")
_COLUMNS = ("id", "register_id", "serial", "exact", "maker", "maker_key", "maker_code", "model", "calibre", "status")
_AT_ONCE = 200_000
_COMPARED = 2000
_CRC = np.array([crc32(bytes([one])) ^ crc32(b"\0") for one in range(256)], np.uint32)
_FOLDED = np.array([ord(quick_skeleton(chr(code)) or "\0") if code < 128 else 0 for code in range(256)], np.uint8)


@dataclass
class Weapons:
    """Serials, and the places of their makers, models and calibres in `makers()`, MODELS and CALIBRES; ids from 1."""

    serials: Serials
    made_by: NDArray[np.uint8]
    models: NDArray[np.uint8]
    calibres: NDArray[np.uint8]


def weapons(count: int, seed: int) -> Weapons:
    """Return so many weapons; a maker has three models, a model one calibre."""
    serials, made_by = guns(count, seed)
    models = (made_by + np.random.default_rng(seed).integers(0, 3, count)) % len(MODELS)
    return Weapons(serials, made_by, models.astype(np.uint8), (models * 5 % len(CALIBRES)).astype(np.uint8))


def fill(database: Database, made: Weapons) -> None:
    """Put all weapons into an empty register."""
    firearms: Table = Firearm.__table__  # type: ignore[assignment]
    keys: Table = SearchKey.__table__  # type: ignore[assignment]
    later = list(firearms.indexes)
    with database.engine.execution_options(viewmark_writes=True).begin() as connection:
        for index in later:
            index.drop(connection)
        for part in _rows(made):
            _insert(connection, firearms, _COLUMNS, part)
        for part in _key_rows(made.serials):
            _insert(connection, keys, ["hash", "firearm_id"], part)
        for index in later:
            index.create(connection)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _rows(made: Weapons) -> Iterator[list[tuple[object, ...]]]:
    names = [(name, exact(name), maker_code(name)) for name in makers()]
    for start in range(0, len(made.serials), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        columns = zip(
            made.serials[part].tolist(),
            made.made_by[part].tolist(),
            made.models[part].tolist(),
            made.calibres[part].tolist(),
            strict=True,
        )
        rows: list[tuple[object, ...]] = []
        for number, (serial, maker, model, calibre) in enumerate(columns, start + 1):
            text = serial.decode()
            named = (*names[maker], MODELS[model], CALIBRES[calibre], REGISTERED)
            rows.append((number, register_id(number), text, quick_exact(text), *named))
        yield rows


def _insert(connection: Connection, table: Table, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    names = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({places})", rows)


def _key_rows(serials: Serials) -> Iterator[list[tuple[object, ...]]]:
    packed = _packed_keys(serials)
    _compare(packed, serials)
    for start in range(0, len(packed), _AT_ONCE):
        part = packed[start : start + _AT_ONCE]
        hashes, ids = (part >> 32).tolist(), (part & 0xFFFFFFFF).tolist()
        yield list(zip(hashes, ids, strict=True))


def _packed_keys(serials: Serials) -> NDArray[np.int64]:
    """Return `hash << 32 | id` of every key, ascending."""
    width = serials.dtype.itemsize
    characters = serials.view(np.uint8).reshape(len(serials), width)
    folded = _FOLDED[characters]
    lengths = np.char.str_len(serials)
    found: list[NDArray[np.int64]] = []

    def add(places: NDArray[np.intp], columns: list[int], kind: int) -> None:
        hashes = np.full(len(places), search_keys.STARTS[kind] ^ 0xFFFFFFFF, np.uint32)
        for column in columns:
            hashes = _CRC[(hashes ^ folded[places, column]) & 0xFF] ^ hashes >> 8
        found.append((hashes ^ 0xFFFFFFFF).astype(np.int32).astype(np.int64) << 32 | places + 1)

    for length in np.unique(lengths).tolist():
        places = np.flatnonzero(lengths == length)
        columns = list(range(length))
        add(places, columns, search_keys.SKELETONS)
        if length >= search_keys.SHORTEST:
            for one in columns:
                add(places, [column for column in columns if column != one], search_keys.WITHOUT + one)
            add(places, columns[-search_keys.END_CHARACTERS :], search_keys.ENDS)
    for place in np.flatnonzero(_have_letters_inside(characters)).tolist():
        if shorter := without_embedded_letters(serials[place].decode()):
            key = search_keys.letterless_key(shorter)
            found.append(np.array([key << 32 | place + 1], np.int64))
    return np.unique(np.concatenate(found))


def _have_letters_inside(characters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return in which serials the digits do not stand together."""
    digits = (characters >= ord("0")) & (characters <= ord("9"))
    width = digits.shape[1]
    first, last = digits.argmax(axis=1), width - 1 - digits[:, ::-1].argmax(axis=1)
    return digits.any(axis=1) & (last - first + 1 != digits.sum(axis=1))


def _compare(packed: NDArray[np.int64], serials: Serials) -> None:
    """Raise a BenchError where the keys of the first weapons are not those that the register makes."""
    count = min(_COMPARED, len(serials))
    ours = packed[(packed & 0xFFFFFFFF) <= count].tolist()
    theirs = sorted(
        key << 32 | place
        for place, serial in enumerate(serials[:count].tolist(), 1)
        for key in search_keys.record_keys(serial.decode())
    )
    if ours != theirs:
        raise BenchError("The bench makes other keys than the register. Measure nothing with it.")
