"""Devices that ask to be let in: what waits under a code, and what an administrator said to it.

allauth keeps each request in the cache and reads, changes and writes it back at every poll; `alone` keeps a
poll and an answer from undoing each other, and two polls from getting two tokens.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.idp.oidc.internal.oauthlib import device_codes
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from hub.api import keys
from hub.models import ApiKey, Staff

REMEMBERED = timedelta(days=1)
"""So long a device that comes too late is told so, instead of that there never was such a code."""
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """A device at the door: the code it shows, its client, and what it wants to do."""

    code: str
    key: ApiKey
    scopes: list[str]
    device_code: str


def waiting(code: str, *, now: datetime) -> Waiting | None:
    """Return who shows this code, typed with or without its dash, unless that was answered or is too old."""
    plain = _plain(code)
    try:
        device_code, client = device_codes.validate_user_code(plain)
    except ValidationError:
        return None
    key = keys.of_client(client.pk, now=now)
    asked = cache.get(device_codes.cache_device_code_key(device_code))
    if key is None or asked is None:
        return None
    scopes = set(asked["scope"] or client.get_default_scopes()) & set(key.scopes)
    return Waiting(plain, key, sorted(scopes), device_code)


def answer(device: Waiting, staff: Staff, *, is_let_in: bool) -> bool:
    """Let a device in, or turn it away; False if that was answered or too old by now."""
    with alone(device.device_code):
        return bool(device_codes.confirm_or_deny_device_code(staff, device.device_code, is_let_in))


@contextmanager
def alone(text: str) -> Iterator[None]:
    """Be the only one who is at this code or token, in a transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"oauth:{text}"])
        yield


def remember(device_code: str, client_id: str) -> None:
    cache.set(_place(device_code), client_id, timeout=int(REMEMBERED.total_seconds()))


def forget(device_code: str) -> None:
    cache.delete(_place(device_code))


def is_late(device_code: str, client_id: str) -> bool:
    """Say whether this client was given the code, which nobody answered in time."""
    is_ours = cache.get(_place(device_code)) == client_id
    return is_ours and cache.get(device_codes.cache_device_code_key(device_code)) is None


def _plain(code: str) -> str:
    letters = "".join(each for each in code.upper() if each.isalnum())[:_LENGTH]
    return f"{letters[:4]}-{letters[4:]}"


def _place(device_code: str) -> str:
    return f"oauth:device:{device_code}"
