"""The helpers that the cases import are found as on MicroPython: by their folder on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
