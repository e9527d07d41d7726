"""A web process under test, somebody signed in, and requests at a fixed rate over one kept connection."""

import os
import socket
import time
from collections.abc import Sequence
from http.client import HTTPConnection

from bench.rig import Rig, wait_for
from hub.sandbox import ports


def log_in(role: str = "agent") -> str:
    """Make somebody of this role and return the number of their session."""
    from django.test import Client

    from hub.models import Staff

    staff = Staff.objects.create_user(username=f"bench-{role}", password="x" * 20, role=role)
    client = Client()
    client.force_login(staff)
    return client.cookies["sessionid"].value


def serve(r: Rig, settings: str = "hub.settings") -> int:
    """Start the web process as it runs for real and return its port once it answers."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    port = ports.reserve()
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    r.start("web", "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}",
            "--no-control-socket", "hub.wsgi:application")  # fmt: skip
    wait_for(lambda: is_up(port), seconds=60)
    return port


def ask(port: int, paths: Sequence[str], cookie: str, *, rate: float, **headers: str) -> list[float]:
    """Ask for each in its turn, so many a second; return seconds from when each was due, so that waiting for
    a slow one counts for those behind it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={cookie}"} | {name.replace("_", "-"): v for name, v in headers.items()}
    began, took = time.perf_counter(), []
    for number, path in enumerate(paths):
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        took.append(time.perf_counter() - due)
    connection.close()
    return took


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return it in milliseconds."""
    return sorted(seconds)[int(len(seconds) * share)] * 1000


def is_up(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
