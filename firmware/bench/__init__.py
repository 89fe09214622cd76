"""Measurements on the runtime itself; each module prints one JSON object."""
