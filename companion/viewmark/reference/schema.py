"""The tables of `reference.sqlite`."""

FILE = "reference.sqlite"
CODES, MODELS = "code", "model"

# `keys` are the exact keys of a maker's names between bars, `near` those of what is near them (names.py);
# `line` is where the row stood in its file.
SCHEMA = """
CREATE TABLE IF NOT EXISTS code (
    list TEXT NOT NULL, code TEXT NOT NULL, definition TEXT NOT NULL, role TEXT, keys TEXT NOT NULL,
    near TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (list, code)
);
CREATE TABLE IF NOT EXISTS model (
    make TEXT NOT NULL, model TEXT NOT NULL, model_key TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (make, model)
);
CREATE INDEX IF NOT EXISTS model_by_key ON model (model_key);
CREATE TABLE IF NOT EXISTS source (
    of TEXT PRIMARY KEY, file TEXT NOT NULL, taken INTEGER NOT NULL, refused INTEGER NOT NULL,
    imported_s INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS refused (of TEXT NOT NULL, line INTEGER NOT NULL, why TEXT NOT NULL);
"""
