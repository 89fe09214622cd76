"""The archive: every check that any handheld recorded, its photos, and the register's answers."""
