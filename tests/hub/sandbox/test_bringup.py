"""`make run`, from outside: a whole copy comes up, can be used and hurt, and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from hub.sandbox import home, ports
from tests.hub.sandbox.processes import all_end, family_below, hear

OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "LIVE_PORT", "EMAIL_URL")


@pytest.fixture
def surroundings() -> Iterator[dict[str, str]]:
    """An environment that names a new data folder, and no servers."""
    place = Path(tempfile.mkdtemp(prefix="rapport-test-"))
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    yield rest | {"RAPPORT_HOME": str(place), "RAPPORT_TOWN": "0", "PORT": "18000"}
    shutil.rmtree(place)


@contextmanager
def running(surroundings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-u", "-m", "hub.sandbox"]
    process = subprocess.Popen(argv, cwd=home.PROJECT, env=surroundings, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def run_beside(surroundings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, *words]
    return subprocess.run(
        argv, cwd=home.PROJECT, env=surroundings, capture_output=True, text=True, timeout=60
    )


def test_a_copy_comes_up_beside_others_heals_and_leaves_nothing_behind(surroundings: dict[str, str]) -> None:
    with ports.listen(18000) as _taken_by_another_copy, running(surroundings) as process:
        address = hear(process, r"Console +(http://127.0.0.1:\d+)/console/")
        family = family_below(process.pid)
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            assert answer.status == 200

        second = run_beside(surroundings, "-m", "hub.sandbox")
        assert second.returncode == 1
        assert f"already (process {process.pid})" in second.stderr

        assert "[X] 0001_initial" in run_beside(surroundings, "manage.py", "showmigrations", "hub").stdout

        # Celery's pool has the same command line; the supervisor minds only its own child.
        children = psutil.Process(process.pid).children()
        worker = next(child for child in children if "--hostname=worker@%h" in child.cmdline())
        worker.kill()
        assert hear(process, r"^(worker +\| was killed by SIGKILL after \d+ s; starting it again)")

        process.send_signal(signal.SIGINT)
        assert hear(process, "^(Stopped.)$")
        assert process.wait(timeout=10) == 0
        assert all_end(family)
