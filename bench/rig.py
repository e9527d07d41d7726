"""A whole hub of its own for benches and fault drills: servers, workers, beat and a mail sink, all real.

Import nothing of Django before `Rig.open`: it sets the environment that the settings read.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import sink
from hub.sandbox import servers

ROOT = Path(__file__).resolve().parent.parent


class Rig:
    """Servers and processes under test; `postgres`, `valkey` and `sink` can be stopped, killed and wiped."""

    postgres: servers.PostgresServer
    valkey: servers.ValkeyServer
    sink: sink.Running

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *arguments: str) -> None:
        """Start one of our processes in a group of its own; its words go to a file in the rig's folder."""
        log = (self.folder / f"{name}.log").open("ab")
        self._processes[name] = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )

    def start_workers(self, concurrency: int = 2) -> None:
        self._start_worker("worker", "critical,conversational,bulk", concurrency)

    def start_workers_apart(self, concurrency: int = 2) -> None:
        """Start them as `make run` does, with one for what is urgent."""
        self._start_worker("worker", "conversational,bulk", concurrency)
        self._start_worker("worker-critical", "critical", 1)

    def _start_worker(self, name: str, queues: str, concurrency: int) -> None:
        self.start(
            name, "-m", "celery", "-A", "hub", "worker", "-Q", queues,
            "--concurrency", str(concurrency), "--loglevel", "WARNING", "-n", f"{name}@%h",
        )  # fmt: skip

    def start_beat(self) -> None:
        schedule = str(self.folder / "beat")
        self.start("beat", "-m", "celery", "-A", "hub", "beat", "-s", schedule, "--loglevel", "WARNING")

    def kill(self, name: str) -> None:
        """SIGKILL a process and its children: no goodbye, as when the machine's power goes."""
        process = self._processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def freeze(self, name: str) -> None:
        """Let a process and its children do nothing more, before they are killed."""
        os.killpg(self._processes[name].pid, signal.SIGSTOP)

    def close(self) -> None:
        for name in list(self._processes):
            if self._processes[name].poll() is None:
                self.kill(name)

    def words(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]


@contextmanager
def rig(*sink_options: str, log: bool = True, **postgres_settings: str) -> Iterator[Rig]:
    """Open a rig with migrated tables and settings in force, and leave nothing of it behind."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rapport-rig-")))
        rig = Rig(folder)
        rig.postgres, rig.valkey = stack.enter_context(servers.throwaway(**postgres_settings))
        rig.sink = stack.enter_context(sink.running(folder, *sink_options, log=log))
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "hub.settings",
            "DATABASE_URL": rig.postgres.url,
            "REDIS_URL": rig.valkey.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{rig.sink.port}",
            "SECRET_KEY": "only-for-rigs-" + "0123456789abcdef" * 2,
            "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
            "RAPPORT_HOME": str(folder),
            "LOG_LEVEL": "WARNING",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        stack.callback(rig.close)
        yield rig


def wait_for(done: Callable[[], bool], *, seconds: float, every: float = 0.1) -> float:
    """Wait until it is so and return how long that took; raise TimeoutError after so many seconds."""
    began = time.monotonic()
    while not done():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"not so after {seconds} seconds")
        time.sleep(every)
    return time.monotonic() - began
