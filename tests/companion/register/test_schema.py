"""The schema: the steps lead to what a new database gets at once, and what is not known is left alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from viewmark.bench.cluster import Cluster
from viewmark.register.errors import SetupError
from viewmark.register.server import migrations
from viewmark.register.server.migrations import bring_up
from viewmark.register.server.store import RegisterStore
from viewmark.register.server.tables import Base


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An empty database."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        return create_engine(cluster.new_schema())
    return create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")


def stepped(engine: Engine) -> None:
    """Take every step from the first one on."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def test_the_steps_lead_to_the_schema_of_the_tables(engine: Engine) -> None:
    stepped(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    bring_up(engine)  # which finds nothing to do


def test_the_newest_step_is_the_one_that_is_named() -> None:
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == migrations.NEWEST


def test_a_new_database_gets_the_same_at_once(engine: Engine) -> None:
    bring_up(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    stepped(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == version


def test_a_database_of_a_later_version_is_left_alone(new_store: Callable[[], RegisterStore]) -> None:
    store = new_store()
    with store.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="later version"):
        new_store()


def test_somebody_elses_tables_are_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE checks (id INTEGER)"))
    with pytest.raises(SetupError, match="empty one"):
        bring_up(engine)
    assert inspect(engine).get_table_names() == ["checks"]
