"""A PostgreSQL of one's own, in a folder and on a socket in it: for measurements and tests, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Self

from sqlalchemy import create_engine

from viewmark.errors import BenchError

_DEBIAN = Path("/usr/lib/postgresql")
_SETTINGS = ("listen_addresses=''", "max_connections=60", "shared_buffers=256MB", "jit=off")


class Cluster:
    """A running server; a context manager. BenchError where PostgreSQL is not installed, or does not start.

    One that is not `durable` is faster, and good for everything but cutting the power.
    """

    def __init__(self, durable: bool = True) -> None:
        self._more = () if durable else ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
        found = sorted(_DEBIAN.glob("*/bin"), key=lambda folder: float(folder.parent.name))
        self._programs = found[-1] if found else None
        if self._programs is None and shutil.which("initdb") is None:
            raise BenchError("PostgreSQL is not installed. Install the package postgresql, then try again.")
        self._folder = Path(tempfile.mkdtemp(prefix="viewmark-postgres-"))

    def __enter__(self) -> Self:
        """Make it and start it."""
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(self._folder, "postgres")
        try:
            self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N", "-D", self._data)
            settings = [part for one in (*_SETTINGS, *self._more) for part in ("-c", one)]
            options = " ".join(["-k", str(self._folder), *settings])
            self._run("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", str(self._folder / "log"), "start")
        except BenchError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *error: object) -> None:
        """Stop it and delete it."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_schema(self) -> str:
        """Return the URL of a new, empty schema; it takes a moment, where a database takes a second."""
        name = "viewmark_" + uuid.uuid4().hex
        url = f"postgresql+psycopg://postgres@/postgres?host={self._folder}"
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        engine.dispose()
        return f"{url}&options=-csearch_path%3D{name}"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        path = str(self._programs / program) if self._programs else program
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        with tempfile.TemporaryFile() as said:  # no pipe: the server would keep it open
            done = subprocess.run([*as_postgres, path, *arguments], cwd="/", stdout=said, stderr=said, check=False)
            if done.returncode:
                said.seek(0)
                words = said.read().decode(errors="replace").strip()[-300:]
                raise BenchError(f"PostgreSQL's {program} failed: {words}")
