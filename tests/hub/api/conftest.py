"""A key of each kind, a client that sends JSON with it, and a checksum of all that the API can write."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from hub.api import keys

_TABLES = (
    "customers_customer", "customers_identity", "customers_interaction", "customers_interactionkey",
    "customers_fact", "customers_eventkind", "customers_dial", "customers_consent", "customers_consentevidence",
    "customers_contactpoint", "customers_ownership", "channels_message", "channels_content",
    "campaigns_offer", "campaigns_decision", "campaigns_outcome", "customers_openloop", "customers_touch",
)  # fmt: skip


class Api:
    """Speaks to the API with one key; paths begin below /api/v1/."""

    def __init__(self, key: str = "", client: Client | None = None) -> None:
        self.key, self.client = key, client or Client(raise_request_exception=False)

    def send(self, method: str, path: str, says: Any = None, **headers: str) -> Any:
        body = says if isinstance(says, bytes) else b"" if says is None else json.dumps(says).encode()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        kind = headers.pop("Content-Type", "application/json")
        return self.client.generic(method, f"/api/v1/{path}", body, content_type=kind, headers=headers)

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, says: Any, **headers: str) -> Any:
        return self.send("POST", path, says, **headers)

    def put(self, path: str, says: Any, **headers: str) -> Any:
        return self.send("PUT", path, says, **headers)


def make_api(*scopes: str, days: int | None = None, per_minute: int = 100_000) -> Api:
    now = timezone.now()
    expires_at = now + timedelta(days=days) if days is not None else None
    wanted = scopes or tuple(keys.SCOPES)
    return Api(keys.make("till", wanted, now=now, expires_at=expires_at, per_minute=per_minute)[1])


def checksum() -> str:
    """Sum up every row of every table that the API writes to."""
    rows = " UNION ALL ".join(f"SELECT '{name}' || t::text AS row FROM {name} t" for name in _TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(coalesce(string_agg(row, '|' ORDER BY row), '')) FROM ({rows}) AS every")
        return str(cursor.fetchone()[0])


@pytest.fixture
def api(db: None) -> Api:
    return make_api()


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def unchanged(db: None) -> Callable[[], bool]:
    before = checksum()
    return lambda: checksum() == before
