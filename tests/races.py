"""What tests of several connections at once need."""

import time

import pytest
from django.db import connection


def wait_until_somebody_waits(many: int = 1) -> None:
    """Wait until so many other connections to this database hang on a lock of ours."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees what it saw first
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            (waiting,) = cursor.fetchone()
        if waiting >= many:
            return
        time.sleep(0.02)
    pytest.fail("Nobody came to wait.")
