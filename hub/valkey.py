"""Valkey, for what may be lost: counts, and who is looking. What must not be lost is in PostgreSQL."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


def client() -> redis.Redis:
    """Return this process's own connection, kept: making one costs as much as ten questions."""
    return _client(settings.REDIS_URL)


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), retries=1)
    )
