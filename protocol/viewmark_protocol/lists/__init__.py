"""The offline list of lost, stolen and trafficked weapons: one format, one reader for both interpreters."""
