"""The register's tables, a family a file."""

from . import access, audit, checks, escrow, firearms, lists, roster, traces
from .base import Base

__all__ = ["Base", "access", "audit", "checks", "escrow", "firearms", "lists", "roster", "traces"]
