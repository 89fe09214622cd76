"""PostgreSQL's own similarity search (`pg_trgm`) on the same weapons: the peer of the register's search."""

from sqlalchemy import text

from viewmark.bench.recall import Asked
from viewmark.quickly import quick_exact
from viewmark.register.answers import Query
from viewmark.register.server.database import Database

_SIMILAR = text("SELECT register_id FROM firearms WHERE exact % :key ORDER BY similarity(exact, :key) DESC LIMIT 50")
_LIKE = text("SELECT register_id FROM firearms WHERE exact LIKE :key LIMIT 50")


def by_trigrams(database: Database) -> Asked:
    """Index the serials by trigrams; return what asks by them. Maker, model and calibre are not looked at."""
    with database.writing() as session:
        session.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA pg_catalog"))
        session.execute(text("CREATE INDEX trigrams ON firearms USING gin (exact gin_trgm_ops)"))

    def asked(query: Query) -> list[str]:
        key = quick_exact(query.serial)
        with database.reading() as session:
            if "?" in key:
                return list(session.scalars(_LIKE, {"key": key.replace("?", "_")}))
            return list(session.scalars(_SIMILAR, {"key": key}))

    return asked
