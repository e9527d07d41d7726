"""The process of an SMPP link, run in a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from channels import smpp_link


@contextmanager
def linked() -> Iterator[threading.Event]:
    """Run the link as its process does, in a thread of its own."""
    stop, route = threading.Event(), smpp_link.route_named("main")
    assert route

    def run() -> None:
        smpp_link.run(route, stop)
        connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()
