"""Tests a board part by part, by `ports.py` alone; nothing that is recorded on it changes. Started by a laptop.

Each part is a file with `async def test(report)`; `run.py` goes through them and prints one JSON line for each check.
"""
