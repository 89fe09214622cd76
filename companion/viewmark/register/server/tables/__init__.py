"""The register's tables, a family a file."""

from . import audit, checks, escrow, firearms, lists
from .base import Base

__all__ = ["Base", "audit", "checks", "escrow", "firearms", "lists"]
