"""The laptop app, the command line and the central register's reference server."""

__version__ = "0.1.0"
