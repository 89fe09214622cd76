"""Building the offline list that handhelds ask: the register's side of `viewmark_protocol.lists`."""
