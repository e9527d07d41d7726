"""One throw-away PostgreSQL and Valkey for a test run; xdist's workers inherit the controller's."""

import atexit
import os
from contextlib import ExitStack

from hub.sandbox import servers


def start_throwaway_servers() -> None:
    """Start both and name them in the environment, unless DATABASE_URL and REDIS_URL are given."""
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        return
    stack = ExitStack()
    postgres, valkey = stack.enter_context(servers.throwaway(fsync="off", synchronous_commit="off"))
    atexit.register(stack.close)
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = postgres.url, valkey.url
