"""The embedded servers keep their word over crashes, and starting again just works."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
import psutil
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from hub.sandbox import home
from hub.sandbox.servers import PostgresServer, ServerFailed, ValkeyServer, throwaway

START_AND_WAIT = """
import sys, time
from pathlib import Path
from hub.sandbox.servers import PostgresServer, ValkeyServer
servers = PostgresServer(Path(sys.argv[1])), ValkeyServer(Path(sys.argv[1]))
for server in servers:
    server.start()
    print(server._process.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def folder() -> Iterator[Path]:
    """A folder with a short path: pytest's own are closed to PostgreSQL's account again and again."""
    path = Path(tempfile.mkdtemp(prefix="rapport-test-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def place() -> Iterator[Path]:
    with folder() as path:
        yield path


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with folder() as path, PostgresServer(path) as server:
        yield server


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    with folder() as path, ValkeyServer(path) as server:
        yield server


def numbers(postgres: PostgresServer) -> list[int]:
    with psycopg.connect(postgres.url) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM numbers ORDER BY number")]


def note(postgres: PostgresServer, number: int) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS numbers (number integer)")
        connection.execute("INSERT INTO numbers VALUES (%s)", [number])


def test_committed_rows_survive_a_killed_postgres_that_starts_again_under_the_same_address(
    postgres: PostgresServer,
) -> None:
    for number in (1, 2, 3):
        note(postgres, number)
        with psycopg.connect(postgres.url) as idle:
            idle.execute("SELECT 1")
            postgres.kill()
            postgres.start()
            with pytest.raises(psycopg.OperationalError):
                idle.execute("SELECT 1")
    assert {1, 2, 3} <= set(numbers(postgres))


def test_postgres_starts_though_a_dead_ones_process_id_is_now_somebody_elses(
    postgres: PostgresServer,
) -> None:
    note(postgres, 4)
    postgres.kill()
    with subprocess.Popen(["sleep", "60"], user=postgres._account) as stranger:
        for stale in (postgres._data / "postmaster.pid", *postgres._sockets.glob(".s.PGSQL.*.lock")):
            _, _, rest = stale.read_text().partition("\n")
            stale.write_text(f"{stranger.pid}\n{rest}")
        postgres.start()
        stranger.kill()
    assert 4 in numbers(postgres)


def test_postgres_starts_though_making_its_cluster_was_cut_short(place: Path) -> None:
    (place / "postgres" / "draft").mkdir(parents=True)
    (place / "postgres" / "draft" / "PG_VERSION").write_text("18\n")
    with PostgresServer(place) as server:
        note(server, 1)
        assert numbers(server) == [1]


@pytest.mark.parametrize("name", ["long" * 30, "one, two's"])
def test_postgres_runs_below_a_path_that_will_not_do_for_a_socket(name: str, place: Path) -> None:
    with PostgresServer(place / name) as server:
        note(server, 1)
        server.stop()
        server.start()
        assert numbers(server) == [1]


def test_postgres_is_set_up_for_the_job_and_without_superuser(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url) as connection:
        for extension in ("pg_trgm", "unaccent", "btree_gin"):
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]  # type: ignore[index]
            for name in (
                "fsync",
                "synchronous_commit",
                "listen_addresses",
                "max_connections",
                "timezone",
                "is_superuser",
            )
        }
    assert shown == {
        "fsync": "on",
        "synchronous_commit": "on",
        "listen_addresses": "",
        "max_connections": "200",
        "timezone": "UTC",
        "is_superuser": "off",
    }


def test_only_the_account_that_runs_postgres_may_reach_its_files_and_socket(postgres: PostgresServer) -> None:
    owner = pwd.getpwuid(postgres._folder.stat().st_uid).pw_name
    assert owner == (postgres._account or pwd.getpwuid(os.geteuid()).pw_name)
    assert postgres._folder.stat().st_mode & 0o077 == 0


def test_django_reads_the_address_of_postgres(postgres: PostgresServer) -> None:
    parsed = environ.Env.db_url_config(postgres.url)
    with psycopg.connect(dbname=parsed["NAME"], user=parsed["USER"], **parsed["OPTIONS"]) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("rapport",)


def test_a_folder_that_belongs_to_somebody_else_is_refused(place: Path) -> None:
    (place / "postgres").symlink_to("/tmp")
    with pytest.raises(ServerFailed, match="belongs to somebody else"):
        PostgresServer(place).start()


def test_two_copies_run_beside_each_other(place: Path, valkey: ValkeyServer) -> None:
    with ValkeyServer(place / "other", port=valkey.port) as other:
        assert other.port != valkey.port
        with redis.Redis.from_url(valkey.url) as ours, redis.Redis.from_url(other.url) as theirs:
            ours.set("whose", "ours")
            assert theirs.get("whose") is None


def test_written_keys_survive_a_killed_valkey_and_are_gone_after_a_wipe(valkey: ValkeyServer) -> None:
    with redis.Redis.from_url(valkey.url) as client:
        client.set("kept", "yes")
        time.sleep(1.2)  # appendfsync everysec
        valkey.kill()
        valkey.start()
        assert client.get("kept") == b"yes"
        valkey.wipe()
        assert client.get("kept") is None
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_valkey_asks_for_its_password(valkey: ValkeyServer) -> None:
    with (
        redis.Redis(port=valkey.port, retry=Retry(NoBackoff(), 0)) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()


def test_throwaway_servers_leave_nothing_and_sweep_up_after_those_who_were_killed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    abandoned, in_use = (Path(tempfile.mkdtemp(prefix="rapport-throwaway-")) for _ in range(2))
    held = home.lock(in_use)
    for old in (abandoned, in_use):
        os.utime(old, (0, 0))
    with throwaway() as (postgres, valkey):
        assert postgres.is_ready()
        assert valkey.is_ready()
    assert list(place.iterdir()) == [in_use]
    os.close(held)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word on a dead parent is Linux's")
def test_servers_end_with_the_process_that_started_them_however_it_ends(place: Path) -> None:
    argv = [sys.executable, "-c", START_AND_WAIT, str(place)]
    with subprocess.Popen(argv, cwd=home.PROJECT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        servers = [psutil.Process(int(starter.stdout.readline())) for _ in range(2)]
        starter.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(servers, timeout=10)
    assert not [server for server in alive if server.status() != psutil.STATUS_ZOMBIE]
