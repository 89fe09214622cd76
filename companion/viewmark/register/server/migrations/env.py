"""Alembic's way in: migrations run on the connection that they are given, in its transaction."""

from alembic import context

from viewmark.register.server.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
