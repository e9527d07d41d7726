"""Clients of OAuth and what their tokens open: a client is a key of ours that no text opens, see keys.py."""

import secrets
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.db import transaction

from customers.models import Partner
from hub.api import keys
from hub.models import ApiKey, Staff

API = f"{settings.BASE_URL}/api/v1/"
"""The one audience that a token may be asked for (RFC 8707)."""


class Grant(StrEnum):
    """How a client comes to its tokens."""

    CLIENT_CREDENTIALS = "client_credentials"
    """With a secret, for servers."""
    DEVICE = "device"
    """A till shows a code, and an administrator lets it in."""


_GRANTS = {
    Grant.CLIENT_CREDENTIALS: [Client.GrantType.CLIENT_CREDENTIALS],
    Grant.DEVICE: [Client.GrantType.DEVICE_CODE, Client.GrantType.REFRESH_TOKEN],
}


@transaction.atomic
def make_client(
    name: str,
    scopes: Collection[str],
    grant: Grant,
    *,
    now: datetime,
    expires_at: datetime | None = None,
    per_minute: int = 600,
    partner: Partner | None = None,
) -> tuple[ApiKey, str]:
    """Make a client and return its key with its secret, which can never be shown again; a device has none.

    Its client_id is the key's prefix. The client of a partner opens what that partner brought. Raises BadKey.
    """
    key = keys.make_for_client(
        name, scopes, now=now, expires_at=expires_at, per_minute=per_minute, partner=partner
    )
    is_public = grant is Grant.DEVICE
    client = Client(
        id=key.prefix,
        name=key.name,
        type=Client.Type.PUBLIC if is_public else Client.Type.CONFIDENTIAL,
        response_types="",
        created_at=now,
    )
    client.set_scopes(key.scopes)
    client.set_default_scopes(key.scopes)
    client.set_grant_types(_GRANTS[grant])
    secret = secrets.token_urlsafe(32)
    client.set_secret(secret)
    client.save()
    return key, "" if is_public else secret


def find(text: str, *, now: datetime) -> tuple[ApiKey, frozenset[str]] | None:
    """Return the key of the client that this access token was given to, and the scopes it opens now."""
    tokens = Token.objects.by_value(text).filter(type=Token.Type.ACCESS_TOKEN, expires_at__gt=now)
    token = tokens.select_related("user").first()
    key = keys.of_client(token.client_id, now=now) if token and _is_meant(token) else None
    if token is None or key is None:
        return None
    keys.note_use(key, now=now)
    return key, frozenset(token.get_scopes()) & frozenset(key.scopes)


def may_let_in(staff: Staff) -> bool:
    """Say whether this person may let devices in. What they let in stays in only while they still may."""
    return staff.is_active and staff.role == Staff.Role.ADMIN


def forget_expired(*, now: datetime) -> int:
    """Remove tokens that open nothing any more."""
    gone, _ = Token.objects.filter(expires_at__lte=now).delete()
    return int(gone)


def _is_meant(token: Token) -> bool:
    is_for_us = all(each == API for each in token.get_resources())
    return is_for_us and (token.user is None or may_let_in(token.user))
