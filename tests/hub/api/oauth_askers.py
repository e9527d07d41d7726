"""What speaks to the addresses of OAuth in tests, as a client library, a device and its user do."""

import base64
from datetime import UTC, datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hub.api import oauth
from hub.api.oauth import Grant
from hub.models import ApiKey

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
AT = datetime(2026, 11, 16, 9, 0, 3, tzinfo=UTC)


class Asker:
    """Speaks to the addresses of OAuth as a client library does."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def post(self, name: str, basic: tuple[str, str] | None = None, **says: str) -> Any:
        headers = {}
        if basic:
            headers["Authorization"] = "Basic " + base64.b64encode(":".join(basic).encode()).decode()
        body = "&".join(f"{key}={value}" for key, value in says.items())
        kind = "application/x-www-form-urlencoded"
        return self.client.generic(
            "POST", reverse(f"idp:oidc:{name}"), body, content_type=kind, headers=headers
        )

    def token(self, **says: str) -> Any:
        return self.post("token", **says)


def make_client(*scopes: str, grant: Grant = Grant.CLIENT_CREDENTIALS, **fields: Any) -> tuple[ApiKey, str]:
    return oauth.make_client("shop", scopes or ("customers:read",), grant, now=timezone.now(), **fields)


def given(asker: Asker, key: ApiKey, secret: str, **more: str) -> str:
    said = asker.token(
        grant_type="client_credentials", client_id=key.prefix, client_secret=secret, **more
    ).json()
    return str(said["access_token"])


def let_in(asker: Asker, key: ApiKey, admin: Client, clock: Any, **more: str) -> dict[str, Any]:
    """Go the whole way of a device, and return its tokens."""
    begun = asker.post("device_code", client_id=key.prefix, **more).json()
    admin.post(reverse("console:device"), {"code": begun["user_code"], "answer": "yes"})
    clock.shift(6)
    said = asker.token(grant_type=DEVICE_CODE, client_id=key.prefix, device_code=begun["device_code"])
    assert said.status_code == 200, said.content
    return dict(said.json())


def refreshed(asker: Asker, key: ApiKey, text: str) -> Any:
    return asker.token(grant_type="refresh_token", client_id=key.prefix, refresh_token=text)
