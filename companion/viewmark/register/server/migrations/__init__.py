"""The database's schema: made at once where it is new, brought up step by step where it is older."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from ...errors import SetupError
from ..tables import Base

_FOLDER = Path(__file__).parent
_VERSIONS = "alembic_version"


def bring_up(engine: Engine) -> None:
    """Give a database the present schema, in one transaction; SetupError where it is of a later version, or foreign."""
    script = ScriptDirectory(str(_FOLDER))
    newest = script.get_current_head()
    with engine.begin() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present == newest:
            return
        tables = set(inspect(connection).get_table_names())
        if present is None and tables & set(Base.metadata.tables):
            raise SetupError("This database has tables of the register, but no version of them. Give an empty one.")
        if present is None:
            Base.metadata.create_all(connection)
            connection.execute(text(f"CREATE TABLE {_VERSIONS} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO {_VERSIONS} VALUES (:newest)"), {"newest": newest})
            return
        if present not in {one.revision for one in script.walk_revisions()}:
            raise SetupError("This database is of a later version of Viewmark. Update Viewmark; nothing was changed.")
        config = Config()
        config.set_main_option("script_location", str(_FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
