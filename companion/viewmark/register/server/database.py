"""Opening the register's database: what is committed survives the death of the process and of the power."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from .migrations import bring_up

DATABASE_FILE = "register.sqlite"
BUSY_TIMEOUT_MS = 10_000
_MAPPED_BYTES = 8 << 30  # of the file: searching reads what the system holds in memory anyway
_CACHE_KIB = 64 * 1024
_WRITER = 0x5649_4557  # the number of PostgreSQL's lock that a writer holds


class Database:
    """Sessions on one database: `reading()` and `writing()`, each one transaction."""

    def __init__(self, url: str) -> None:
        # Parameters hold serials: they must not reach a log through an error's text.
        self.engine = create_engine(url, hide_parameters=True)
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
        elif self.engine.dialect.name == "postgresql":
            _prepare_postgresql(self.engine)
        self._one_writer = threading.RLock()
        self._writing = self.engine.execution_options(viewmark_writes=True)
        bring_up(self._writing)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one moment of the database."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session that commits at the end, or rolls back when an error leaves the block."""
        # Threads wait here, and not in the database, which looks only now and then whether it is free.
        with self._one_writer, Session(self._writing) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def sqlite_url(folder: Path) -> str:
    """Return the URL of the SQLite register in `folder`, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{(folder / DATABASE_FILE).as_posix()}"


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A reader that becomes a writer fails at once instead of waiting, so writers say so from the start.
        writes = connection.get_execution_options().get("viewmark_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # As on SQLite one writes at a time: what a transaction has looked up stays true until it commits.
        if connection.get_execution_options().get("viewmark_writes"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")
