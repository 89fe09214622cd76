"""`viewmark bench register`: the search under misread serials, on SQLite and PostgreSQL, beside `pg_trgm`; and HTTP."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from viewmark.bench import asking
from viewmark.bench.cluster import Cluster
from viewmark.bench.figures import Bench, Figure
from viewmark.bench.recall import Cell, by_search, cells
from viewmark.bench.trigrams import by_trigrams
from viewmark.bench.weapons import Weapons, fill, weapons
from viewmark.register.server.database import Database, sqlite_url

SIZE, QUICK_SIZE = 1_000_000, 200_000
MOST_ON_POSTGRESQL = 1_000_000
P95_BARS_MS = {"sqlite": 5.0, "postgres": 15.0}
_SMALLER = 10  # times, for how the times grow
_CELLS = 18

Say = Callable[[str, int, int], None]


def measure(size: int, quick: bool, say: Say = lambda what, done, total: None) -> Bench:
    """Fill registers with `size` generated weapons and ask for damaged serials; BenchError without PostgreSQL."""
    asked = 100 if quick else 400
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="viewmark-register-") as name:
        folder = Path(name)
        smaller = _on_sqlite(folder / "smaller", weapons(max(1000, size // _SMALLER), 7), asked, say)
        made = weapons(size, 7)
        larger = _on_sqlite(folder / "register", made, asked, say)
        figures += _figures("sqlite", larger)
        figures.append(Figure("growth_p95", _growth(smaller, larger), "ratio", "<=", 1.5))
        say("eight laptops over HTTP", 0, 1)
        load = asking.measure(folder / "register", made, 1000 if quick else 4000)
        figures.append(Figure("http_queries_per_s", round(load.queries_per_s), "1/s", ">=", 150))
        figures.append(Figure("http_p99_ms", round(load.p99_ms, 1), "ms", "<=", 150))
    if size > MOST_ON_POSTGRESQL:
        made = weapons(MOST_ON_POSTGRESQL, 7)
    figures += _on_postgresql(made, asked, say)
    settings = {"firearms": size, "queries_a_figure": asked, "postgres_firearms": min(size, MOST_ON_POSTGRESQL)}
    return Bench("register", figures, settings)


def _on_sqlite(folder: Path, made: Weapons, asked: int, say: Say) -> list[Cell]:
    size = len(made.serials)
    say(f"{size} weapons into SQLite", 0, 1)
    database = Database(sqlite_url(folder))
    try:
        fill(database, made)
        return cells(made, by_search(database), asked, _counted(say, f"asking SQLite of {size}"))
    finally:
        database.close()


def _on_postgresql(made: Weapons, asked: int, say: Say) -> list[Figure]:
    say(f"{len(made.serials)} weapons into PostgreSQL", 0, 1)
    with Cluster() as cluster:
        database = Database(cluster.new_schema())
        try:
            fill(database, made)
            ours = cells(made, by_search(database), asked, _counted(say, "asking PostgreSQL"))
            peer = cells(made, by_trigrams(database), max(20, asked // 10), _counted(say, "asking pg_trgm"))
        finally:
            database.close()
    return _figures("postgres", ours) + _figures("pg_trgm", peer)


def _figures(engine: str, measured: list[Cell]) -> list[Figure]:
    has_bar = engine in P95_BARS_MS
    figures: list[Figure] = []
    for one in measured:
        name = f"{engine}_{one.damage}_{one.given}"
        ten = (">=", 0.995) if has_bar and one.given == "full" else ("", None)
        fifty = (">=", 0.98) if has_bar and one.given == "none" else ("", None)
        figures.append(Figure(f"recall10_{name}", round(one.recall10, 4), "ratio", *ten))
        figures.append(Figure(f"recall50_{name}", round(one.recall50, 4), "ratio", *fifty))
        bar = ("<=", P95_BARS_MS[engine]) if has_bar else ("", None)
        figures.append(Figure(f"p95_ms_{name}", round(one.p95_ms, 2), "ms", *bar))
    return figures


def _growth(smaller: list[Cell], larger: list[Cell]) -> float:
    """Return how many times as long the middle one of all kinds of questions takes in the larger register."""
    ratios = sorted(large.p95_ms / small.p95_ms for small, large in zip(smaller, larger, strict=True))
    return round(ratios[len(ratios) // 2], 2)


def _counted(say: Say, what: str) -> Callable[[], None]:
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        say(what, done, _CELLS)

    return count
