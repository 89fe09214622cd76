"""The archive's tables. Rows are added and marked, never changed in what they say.

An empty record stands for one that the handheld could not read; it alone gives way, to the record itself.
"""

SCHEMA = """
CREATE TABLE IF NOT EXISTS device (
    device_id TEXT PRIMARY KEY, log_id BLOB NOT NULL, first_sequence INTEGER NOT NULL, next_sequence INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL, clock_trust TEXT NOT NULL, clock_off_s INTEGER NOT NULL,
    software_version TEXT NOT NULL, list_version INTEGER, boot_count INTEGER NOT NULL, seen_s INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS check_record (
    number INTEGER PRIMARY KEY, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    record BLOB NOT NULL, received_s INTEGER NOT NULL,
    verdict TEXT, reason TEXT, serial TEXT, maker TEXT, opened_s INTEGER,
    in_register INTEGER NOT NULL DEFAULT 0,
    UNIQUE (device_id, log_id, sequence)
);
CREATE INDEX IF NOT EXISTS check_not_in_register ON check_record (in_register, number);
CREATE INDEX IF NOT EXISTS check_missing ON check_record (device_id, log_id, sequence) WHERE length(record) = 0;
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
    word TEXT NOT NULL, answered_s INTEGER NOT NULL, candidates TEXT NOT NULL, text TEXT NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS answer_of_check ON answer (device_id, log_id, sequence, number);
"""
