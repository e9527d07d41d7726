"""One throw-away PostgreSQL and Valkey for a test run; xdist's workers inherit the controller's.

Each worker has a database of its own in both: what one empties between its tests (counts, rates, bells) is
never what another is about to read.
"""

import atexit
import os
from contextlib import ExitStack
from urllib.parse import urlsplit

from hub.sandbox import servers


def start_throwaway_servers() -> None:
    """Start both and name them in the environment, unless DATABASE_URL and REDIS_URL are given."""
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        return
    stack = ExitStack()
    postgres, valkey = stack.enter_context(servers.throwaway(fsync="off", synchronous_commit="off"))
    atexit.register(stack.close)
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = postgres.url, valkey.url


def take_own_valkey_database() -> None:
    """Name this worker's own database in REDIS_URL: of the sixteen, 0 is the controller's, gw0 has 1."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if worker.isdecimal():
        parts = urlsplit(os.environ["REDIS_URL"])
        os.environ["REDIS_URL"] = parts._replace(path=f"/{1 + int(worker) % 15}").geturl()
