"""The database's schema: made at once where it is new, brought up step by step where it is older."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from ...errors import SetupError
from ..tables import Base

NEWEST = "0001"
_FOLDER = Path(__file__).parent
_VERSIONS = "alembic_version"


def bring_up(engine: Engine) -> None:
    """Give a database the present schema, in one transaction; SetupError where it is of a later version, or foreign."""
    with engine.begin() as connection:
        tables = set(inspect(connection).get_table_names())
        present = connection.scalar(text(f"SELECT version_num FROM {_VERSIONS}")) if _VERSIONS in tables else None
        if present == NEWEST:
            return
        if present is None and tables & set(Base.metadata.tables):
            raise SetupError("This database has tables of the register, but no version of them. Give an empty one.")
        if present is None:
            Base.metadata.create_all(connection)
            connection.execute(text(f"CREATE TABLE {_VERSIONS} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO {_VERSIONS} VALUES (:newest)"), {"newest": NEWEST})
            return
        _step_up(connection, present)


def _step_up(connection: Connection, present: str) -> None:
    from alembic import command  # seldom needed, and a fifth of a second to load
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(_FOLDER))
    if present not in {one.revision for one in script.walk_revisions()}:
        raise SetupError("This database is of a later version of Viewmark. Update Viewmark; nothing was changed.")
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
