"""The data folder of a copy: where it lies, the settings it runs under, and its lock."""

import fcntl
import os
import shlex
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DEPARTURE_SECONDS = 10.0
"""How long a killed supervisor's keeper may take to end what it had started."""


class AlreadyRunning(Exception):
    """Another supervisor works in this folder; the message says which."""


def folder() -> Path:
    """Return the data folder, RAPPORT_HOME or `var/` in the project."""
    return Path(os.environ.get("RAPPORT_HOME") or PROJECT / "var").resolve()


def load_into_environ() -> None:
    """Take the settings of the copy in the data folder, unless the environment names a database."""
    if "DATABASE_URL" in os.environ or "DATABASE_URL_FILE" in os.environ:
        return
    for name, value in read(folder()).items():
        os.environ.setdefault(name, value)


def read(home: Path) -> dict[str, str]:
    """Return the settings the copy last ran under; nothing if it never did."""
    path = home / "env"
    if not path.exists():
        return {}
    words = (shlex.split(line) for line in path.read_text(encoding="utf-8").splitlines())
    return dict(setting.split("=", 1) for _, setting in words)


def write(home: Path, settings: dict[str, str]) -> None:
    """Keep the settings, secrets among them, as a file that only we may read and a shell can source."""
    draft = home / "env.new"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(as_shell(settings), encoding="utf-8")
    draft.rename(home / "env")


def as_shell(settings: dict[str, str]) -> str:
    """Return the settings as lines that a shell can source."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in sorted(settings.items()))


def lock(home: Path) -> int:
    """Take the folder for this process and those that inherit the descriptor; raise AlreadyRunning."""
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + DEPARTURE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode()
            if time.monotonic() > deadline or _lives(holder):
                raise AlreadyRunning(f"Rapport runs in {home} already (process {holder}).") from None
            time.sleep(0.2)
        else:
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            return descriptor


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
