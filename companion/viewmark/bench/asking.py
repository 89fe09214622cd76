"""Eight laptops at once ask a running register over HTTP."""

import asyncio
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from viewmark.bench.recall import queries
from viewmark.bench.weapons import Weapons
from viewmark.demo.part import Part
from viewmark.errors import BenchError
from viewmark.register.client import RegisterClient
from viewmark.register.errors import RegisterError

CLIENTS = 8
_KEY = "bench-key-for-this-machine"
_DAMAGES = ("exact", "confusable2", "missing", "extra", "swapped")


class Load(NamedTuple):
    """Queries a second, and the 99th percentile of an answer's milliseconds."""

    queries_per_s: float
    p99_ms: float


def measure(folder: Path, made: Weapons, count: int) -> Load:
    """Serve the register in a folder in a process of its own and ask it; BenchError where one answer fails."""
    return asyncio.run(_measure(folder, made, count))


async def _measure(folder: Path, made: Weapons, count: int) -> Load:
    server = Part(
        "The register",
        "register",
        "serve",
        "--folder",
        str(folder),
        "--api-key",
        _KEY,
        "--questions-a-minute",
        "1000000",
    )
    url = await server.start()
    took_ms: list[float] = []
    asked = [one for damage in _DAMAGES for _, one in queries(made, damage, "full", count // len(_DAMAGES))]

    async def ask(client: RegisterClient, place: int) -> None:
        for query in asked[place::CLIENTS]:
            started = time.perf_counter()
            await client.query(query)
            took_ms.append((time.perf_counter() - started) * 1000)

    clients = [RegisterClient(url, _KEY) for _ in range(CLIENTS)]
    try:
        await asyncio.gather(*(client.query(asked[0]) for client in clients))
        started = time.perf_counter()
        await asyncio.gather(*(ask(client, place) for place, client in enumerate(clients)))
        spent = time.perf_counter() - started
    except RegisterError as error:
        raise BenchError(f"A query failed under load: {error}") from error
    finally:
        for client in clients:
            await client.close()
        await server.kill()
    return Load(len(took_ms) / spent, float(np.percentile(took_ms, 99)))
