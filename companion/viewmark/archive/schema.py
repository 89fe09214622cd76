"""The archive's tables. Rows are added and marked, never changed in what they say; retention alone empties them.

What checks, answers, entries and readings say lies there in boxes (archive/boxes.py); what only counts lies open.

An empty record stands for one that the handheld could not read, or that nobody here could open yet: then `sealed` holds
it as it came. It alone gives way, to the record itself.
"""

import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS device (
    device_id TEXT PRIMARY KEY, log_id BLOB NOT NULL, first_sequence INTEGER NOT NULL, next_sequence INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL, clock_trust TEXT NOT NULL, clock_off_s INTEGER NOT NULL,
    software_version TEXT NOT NULL, list_version INTEGER, boot_count INTEGER NOT NULL, seen_s INTEGER NOT NULL,
    store_state TEXT, first_key_waits INTEGER, key_in_chip INTEGER, battery_percent INTEGER, board TEXT
);
CREATE TABLE IF NOT EXISTS check_record (
    number INTEGER PRIMARY KEY, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    record BLOB NOT NULL, received_s INTEGER NOT NULL,
    verdict TEXT, reason TEXT, serial BLOB, maker TEXT, opened_s INTEGER, post TEXT, threat TEXT, erased_s INTEGER,
    in_register INTEGER NOT NULL DEFAULT 0,
    sealed BLOB NOT NULL DEFAULT x'', seal TEXT CHECK (seal IN ('verified', 'no-key', 'broken')),
    UNIQUE (device_id, log_id, sequence)
);
CREATE INDEX IF NOT EXISTS check_not_in_register ON check_record (in_register, number);
CREATE INDEX IF NOT EXISTS check_missing ON check_record (device_id, log_id, sequence) WHERE length(record) = 0;
CREATE TABLE IF NOT EXISTS archive_key (one INTEGER PRIMARY KEY CHECK (one = 1), proof BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS record_key (
    device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    closed BLOB NOT NULL,           -- the record's key in a box of the archive's; empty once it was destroyed
    PRIMARY KEY (device_id, log_id, sequence)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS photo_of_check (
    digest BLOB NOT NULL, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    PRIMARY KEY (digest, device_id, log_id, sequence)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS photo (
    digest BLOB NOT NULL, device_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('wanted', 'here', 'acknowledged', 'lost')),
    in_register INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (digest, device_id)
);
CREATE TABLE IF NOT EXISTS damaged_photo (
    digest BLOB NOT NULL, device_id TEXT NOT NULL, PRIMARY KEY (digest, device_id)
);
CREATE TABLE IF NOT EXISTS answer (
    number INTEGER PRIMARY KEY, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    word TEXT NOT NULL, answered_s INTEGER NOT NULL, candidates BLOB NOT NULL, text BLOB NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS answer_of_check ON answer (device_id, log_id, sequence, number);
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    kind TEXT NOT NULL, at_s INTEGER NOT NULL, who TEXT NOT NULL, content BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_of_check ON entry (device_id, log_id, sequence, number);
CREATE TRIGGER IF NOT EXISTS entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT raise(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER IF NOT EXISTS entry_is_never_removed BEFORE DELETE ON entry
    BEGIN SELECT raise(ABORT, 'an entry is never removed'); END;
CREATE TABLE IF NOT EXISTS second_reading (
    digest BLOB PRIMARY KEY, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    at_s INTEGER NOT NULL, content BLOB NOT NULL, disagrees TEXT
);
CREATE INDEX IF NOT EXISTS second_reading_of_check ON second_reading (device_id, log_id, sequence);
CREATE TABLE IF NOT EXISTS broken_seal (
    number INTEGER PRIMARY KEY, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    sealed BLOB NOT NULL, trouble TEXT NOT NULL, received_s INTEGER NOT NULL,
    UNIQUE (device_id, log_id, sequence, sealed)
);
"""

OF_CHECK = "device_id = ? AND log_id = ? AND sequence = ?"

# column, table, what it is added with: for archives from before it was there
_LATER = (
    ("sealed", "check_record", "BLOB NOT NULL DEFAULT x''"),
    ("seal", "check_record", "TEXT CHECK (seal IN ('verified', 'no-key', 'broken'))"),
    ("post", "check_record", "TEXT"),
    ("threat", "check_record", "TEXT"),
    ("erased_s", "check_record", "INTEGER"),
    ("store_state", "device", "TEXT"),
    ("first_key_waits", "device", "INTEGER"),
    ("key_in_chip", "device", "INTEGER"),
    ("battery_percent", "device", "INTEGER"),
    ("board", "device", "TEXT"),
)


def prepare(database: sqlite3.Connection) -> None:
    """Make the tables, and bring those of an older archive up to date."""
    database.executescript(SCHEMA)
    for column, table, definition in _LATER:
        if column not in [row[1] for row in database.execute(f"PRAGMA table_info({table})")]:
            database.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}")
