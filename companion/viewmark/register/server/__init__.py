"""The reference register: FastAPI and SQLAlchemy, on SQLite unless a database URL is given."""
