"""A key or token of each kind, a client that sends JSON with it, and checksums of all that can be written."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from customers import partners
from customers.models import Partner
from hub.api import keys, oauth
from hub.api.oauth import Grant
from hub.models import ApiKey
from tests.hub.api.oauth_askers import AT, Asker

_TABLES = sorted(
    model._meta.db_table
    for app in ("hub", "campaigns", "channels", "customers")
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
    if model is not ApiKey  # the last use is noted there
)


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
    partner = make_partner() if set(wanted) <= keys.PARTNER_SCOPES.keys() else None
    made = keys.make("till", wanted, now=now, expires_at=expires_at, per_minute=per_minute, partner=partner)
    return Api(made[1])


def make_partner(key: str = "pets", name: str = "Pet Shop") -> Partner:
    found = Partner.objects.filter(pk=key).first()
    return found or partners.declare(key, name, "Yes, join it.", by="staff:ana", now=timezone.now())[0]


def make_token_api(*scopes: str) -> Api:
    """Speak with an access token that a client got for its secret."""
    now = timezone.now()
    partner = make_partner() if set(scopes) <= keys.PARTNER_SCOPES.keys() else None
    key, secret = oauth.make_client(
        "till", scopes, Grant.CLIENT_CREDENTIALS, now=now, per_minute=100_000, partner=partner
    )
    says = f"grant_type=client_credentials&client_id={key.prefix}&client_secret={secret}"
    kind = "application/x-www-form-urlencoded"
    said = Client().post(reverse("idp:oidc:token"), says, content_type=kind)
    return Api(said.json()["access_token"])


def checksum() -> dict[str, str]:
    """Sum up every row of each table of ours."""
    sums = " UNION ALL ".join(
        f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
        for name in _TABLES
    )
    with connection.cursor() as cursor:
        cursor.execute(sums)
        return dict(cursor.fetchall())


@pytest.fixture
def api(db: None) -> Api:
    return make_api()


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def unchanged(db: None) -> Callable[..., bool]:
    """Say whether every table is as it was, but for those that are named."""
    before = checksum()
    return lambda *but_for: {name for name, each in checksum().items() if each != before[name]} <= {*but_for}


@pytest.fixture
def asker() -> Asker:
    return Asker()


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(AT, tick=False) as clock:
        yield clock
