"""Photographs of marked metal, rendered at known seeds: to try the kit, and to test it."""

from pathlib import Path

from .sets import Label, render, render_committed

PHOTOS = Path(__file__).parent / "photos"

__all__ = ["PHOTOS", "Label", "render", "render_committed"]
