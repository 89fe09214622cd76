"""The desk book: what is small and may be edited by hand, in one JSON file. Fingerprints and names, never a key."""
