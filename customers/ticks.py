"""Periodic jobs that must not run twice at once: one advisory lock each."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from django.db import connection


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Yield whether this job is ours now; the lock ends with the block or with our connection."""
    key = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(7310, %s)", [key])
        (is_ours,) = cursor.fetchone()
        try:
            yield bool(is_ours)
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(7310, %s)", [key])
