"""Our own processes, run for tests as they are run for real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def real_live_process(database: str) -> Iterator[int]:
    """Run the live process on this database of the tests' server, and say its port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{base.rpartition('/')[0]}/{database}?{query}"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "hub.asgi:application", "-k", "asgi", "--graceful-timeout=1",
         f"--bind=127.0.0.1:{port}", "--no-control-socket", "--log-level=warning"],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "hub.settings"},
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, "The live process does not answer."
            time.sleep(0.05)
