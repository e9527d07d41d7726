"""Our own processes, run for tests as they are run for real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from hub.sandbox import ports


@contextmanager
def real_live_process(database: str) -> Iterator[int]:
    """Run the live process on this database of the tests' server, and say its port once it answers."""
    port = ports.reserve()
    words = ["gunicorn", "hub.asgi:application", "-k", "asgi", "--graceful-timeout=1"]
    words += [f"--bind=127.0.0.1:{port}", "--no-control-socket", "--log-level=warning"]
    with _running(["-m", *words], database, port):
        yield port


@contextmanager
def real_web_process(database: str, **variables: str) -> Iterator[int]:
    """Run the web process on this database of the tests' server, and say its port once it answers."""
    port = ports.reserve()
    words = ["gunicorn", "hub.wsgi:application", "-k", "gthread", "--workers=2", "--threads=8"]
    words += [f"--bind=127.0.0.1:{port}", "--no-control-socket", "--log-level=warning"]
    with _running(["-m", *words], database, port, **variables):
        yield port


@contextmanager
def real_mail_listener(database: str, *options: str) -> Iterator[int]:
    """Run the door for mail on this database of the tests' server, and say its port once it answers."""
    port = ports.reserve()
    with _running(["manage.py", "inbound_listen", *options], database, port, INBOUND_PORT=str(port)):
        yield port


@contextmanager
def real_smpp_link(database: str, sms_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the link of this SMS_URL on this database, and hand it over to be killed."""
    process = _started(["manage.py", "smpp_link"], database, SMS_URL=sms_url)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def _running(words: list[str], database: str, port: int, **variables: str) -> Iterator[None]:
    process = _started(words, database, **variables)
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _started(words: list[str], database: str, **variables: str) -> subprocess.Popen[bytes]:
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{base.rpartition('/')[0]}/{database}?{query}"
    variables |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "hub.settings"}
    return subprocess.Popen(
        [sys.executable, *words],
        env=os.environ | variables,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, "A process of ours does not answer."
            time.sleep(0.05)


@contextmanager
def real_sender(database: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """Send all that is due in bulk from a process of its own, again and again until it is ended."""
    words = "import django; django.setup(); import time; from channels.dispatch import send_range\n"
    words += "while True: send_range(2, 0, 2**60) or time.sleep(0.05)"
    process = _started(["-c", words], database, **variables)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
