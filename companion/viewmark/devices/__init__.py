"""Handhelds: the pipe, one session, the sync, and what brings a session back."""
