"""Records for trying things out: serials in the shapes that makers use, seeded, never real ones."""

import random
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import func, insert, select

from viewmark_protocol.lists.entries import CATEGORIES
from viewmark_protocol.makers import maker_code, maker_names, maker_shapes
from viewmark_protocol.plausibility import is_placeholder

from .records import FirearmRecord
from .store import RegisterStore
from .tables.firearms import Firearm, Report

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # makers leave out O, I and Q, which look like 0 and 1
DIGITS = "0123456789"
_SAID_EVERY = 1000
AUTHORITY = "exercise authority"

_USUAL_SHAPES = ("A999999", "999999", "AA99999")
_SHAPES = [(name, maker_shapes(maker_code(name)) or _USUAL_SHAPES) for name in maker_names()]
_MODELS = {
    "GLOCK": ("17", "19", "26"),
    "BERETTA": ("92FS", "PX4", "84FS"),
    "CZ": ("75B", "83", "P10C"),
    "WALTHER": ("P99", "PPK", "PPQ"),
    "SIG SAUER": ("P226", "P320", "P365"),
    "ZASTAVA": ("M70", "M57", "CZ99"),
}
_CALIBRES = ("9x19", "9x17", "7.65x17", ".45 ACP", "5.56x45", "7.62x39", "12/70", ".22 LR")
_COUNTRIES = ("AT", "DE", "IT", "CZ", "RS", "US", "BR", "TR", "BE")
_REPORTED_KINDS = [kind for kind in CATEGORIES if kind != "exercise"]


def generate(
    store: RegisterStore,
    firearms: int,
    reported_share: float,
    seed: int,
    now_s: int | None = None,
    say: Callable[[int], None] = lambda done: None,
) -> int:
    """Add plausible firearms, a share of them with an open report, and return how many are reported.

    `say` is told how many are done.

    The same seed and `now_s` on an empty register give the same records; serials of one maker do not repeat.
    """
    rng = random.Random(seed)
    when_s = store.now_s() if now_s is None else now_s
    first = next_number(store)
    taken: set[str] = set()
    records = [_record(rng, first + place, taken) for place in range(firearms)]
    store.add_firearms(_told(records, say))
    reported = rng.sample(records, round(firearms * reported_share))
    with store.database.writing() as session:
        numbered = select(Firearm.register_id, Firearm.id).where(Firearm.id >= first)
        ids = {one.register_id: one.id for one in session.execute(numbered)}
        rows = [
            {
                "firearm_id": ids[record.register_id],
                "kind": rng.choice(_REPORTED_KINDS),
                "reported_s": max(0, when_s - rng.randrange(5 * 365 * 86_400)),
                "authority": AUTHORITY,
            }
            for record in reported
        ]
        if rows:
            session.execute(insert(Report), rows)
    return len(rows)


def _told(records: Iterable[FirearmRecord], say: Callable[[int], None]) -> Iterator[FirearmRecord]:
    for done, record in enumerate(records, 1):
        yield record
        if done % _SAID_EVERY == 0:
            say(done)


def add_listed(
    store: RegisterStore,
    serial: str,
    maker: str | None,
    category: str,
    model: str | None = None,
    calibre: str | None = None,
) -> str:
    """Register one weapon with an open report of this category and return its register id."""
    record = FirearmRecord(register_id(next_number(store)), serial, maker, model, calibre)
    store.add_firearms([record])
    store.report(record.register_id, category, AUTHORITY)
    return record.register_id


def register_id(number: int) -> str:
    """Return the id of the weapon with this number: W for weapon, as the German register's ids begin."""
    return f"W{number:09d}"


def next_number(store: RegisterStore) -> int:
    """Return the number that the next weapon gets."""
    with store.database.reading() as session:
        return (session.scalar(select(func.max(Firearm.id))) or 0) + 1


def _record(rng: random.Random, number: int, taken: set[str]) -> FirearmRecord:
    while True:
        maker, shapes = rng.choice(_SHAPES)
        serial = "".join(_character(rng, kind) for kind in rng.choice(shapes))
        key = f"{maker} {serial}"
        if key not in taken and not is_placeholder(serial):
            break
    taken.add(key)
    return FirearmRecord(
        register_id=register_id(number),
        serial=serial,
        maker=maker,
        model=rng.choice(_MODELS.get(maker, ("A", "B", "C"))),
        calibre=rng.choice(_CALIBRES),
        country=rng.choice(_COUNTRIES),
        year=rng.randrange(1950, 2026),
    )


def _character(rng: random.Random, kind: str) -> str:
    return rng.choice(LETTERS if kind == "A" else DIGITS)
