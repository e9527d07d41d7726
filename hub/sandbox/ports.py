"""Loopback ports that no other copy on this machine can take from us."""

import socket

HOST = "127.0.0.1"


def reserve(wished: int = 0) -> int:
    """Return the wished port if it is free, else any, and keep it ours until this process ends.

    A program that sets SO_REUSEADDR, as servers do, may listen on a port reserved by us, also again after
    it died. Everyone else's plain bind is refused.
    """
    held = socket.socket()
    try:
        held.bind((HOST, wished))
    except OSError:
        held.bind((HOST, 0))
    # Set after binding: set before, two copies could both reserve one port.
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    port = of(held)
    held.detach()
    return port


def listen(wished: int, tries: int = 100) -> socket.socket:
    """Listen on the wished port or the next free one above it; 0 means any."""
    for port in range(wished, wished + tries):
        try:
            return socket.create_server((HOST, port), backlog=1024)
        except OSError:
            continue
    raise OSError(f"No free port between {wished} and {wished + tries - 1}.")


def of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port
