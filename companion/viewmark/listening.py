"""Sockets that listen, for the servers of this package."""

import socket

from viewmark.errors import ViewmarkError


def listening_at(host: str, port: int, refusal: type[ViewmarkError]) -> socket.socket:
    """Return a socket that listens at a host's port, any free one for 0; `refusal` where that cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = str(error.strerror).partition(" (while attempting to bind")[0]  # which Python adds to it
        text = f"{host} port {port} cannot be had ({reason}). Give another one with --host or --port."
        raise refusal(text) from error
