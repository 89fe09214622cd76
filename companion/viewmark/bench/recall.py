"""Asking a register of generated weapons for damaged serials: how often the right one is found, and how soon."""

import random
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from viewmark.bench.damage import DAMAGES, damaged
from viewmark.bench.guns import makers
from viewmark.bench.weapons import CALIBRES, MODELS, Weapons
from viewmark.register.answers import Query
from viewmark.register.server.database import Database
from viewmark.register.server.generate import register_id
from viewmark.register.server.search import search
from viewmark_protocol.plausibility import is_placeholder

GIVEN = ("full", "make", "none")
_SHORTEST = 5

Asked = Callable[[Query], list[str]]


class Cell(NamedTuple):
    """What one damage with one knowledge gave: shares of the right weapon among 10 and 50, and milliseconds."""

    damage: str
    given: str
    recall10: float
    recall50: float
    p95_ms: float


def queries(made: Weapons, damage: str, given: str, count: int) -> Iterator[tuple[str, Query]]:
    """Yield register id of the right weapon and the question, the same ones in each run."""
    dice = random.Random(f"{damage} {given}")
    names = makers()
    while count:
        place = dice.randrange(len(made.serials))
        serial = made.serials[place].decode()
        asked = damaged(serial, damage, dice) if len(serial) >= _SHORTEST else None
        if asked is None or is_placeholder(asked):  # the register refuses a row of zeros
            continue
        count -= 1
        maker = names[made.made_by[place]] if given != "none" else None
        model = MODELS[made.models[place]] if given == "full" else None
        calibre = CALIBRES[made.calibres[place]] if given == "full" else None
        yield register_id(place + 1), Query(asked, "bench", "bench", "measurement", maker, model, calibre)


def by_search(database: Database) -> Asked:
    """Return what asks a database by the register's own search."""

    def asked(query: Query) -> list[str]:
        with database.reading() as session:
            return [one.register_id for one in search(session, query)[1]]

    return asked


def cells(made: Weapons, asked: Asked, count: int, say: Callable[[], None]) -> list[Cell]:
    """Measure every damage with every knowledge, warm; `say` is called after each."""
    measured: list[Cell] = []
    for damage in DAMAGES:
        for given in GIVEN:
            measured.append(_cell(made, asked, damage, given, count))
            say()
    return measured


def _cell(made: Weapons, asked: Asked, damage: str, given: str, count: int) -> Cell:
    in_ten = in_fifty = 0
    took_ms: list[float] = []
    wanted = list(queries(made, damage, given, count))
    for _, query in wanted:  # warm: what is read lies in memory, as it does in a server that was asked all day
        asked(query)
    for right, query in wanted:
        started = time.perf_counter()
        found = asked(query)
        took_ms.append((time.perf_counter() - started) * 1000)
        in_ten += right in found[:10]
        in_fifty += right in found
    return Cell(damage, given, in_ten / count, in_fifty / count, float(np.percentile(took_ms, 95)))
