"""What tests of two connections at once need."""

import time

import pytest
from django.db import connection


def wait_until_somebody_waits() -> None:
    """Wait until another connection hangs on a lock of ours."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            (waiting,) = cursor.fetchone()
        if waiting:
            return
        time.sleep(0.02)
    pytest.fail("Nobody came to wait.")
