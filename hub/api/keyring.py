"""Keys as those who answer for them see to them: made by somebody, followed by another, ended."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from hub.api import keys
from hub.models import ApiKey


def make(
    name: str,
    scopes: Collection[str],
    *,
    by: str,
    now: datetime,
    expires_at: datetime | None = None,
    per_minute: int = 600,
) -> tuple[ApiKey, str]:
    """Make a key as keys.make does, and keep who made it. Raises BadKey."""
    with transaction.atomic():
        key, text = keys.make(name, scopes, now=now, expires_at=expires_at, per_minute=per_minute)
        key.made_by = by
        key.save(update_fields=["made_by"])
    return key, text


def rotate(key: ApiKey, *, overlap: timedelta, by: str, now: datetime) -> tuple[ApiKey, str]:
    """Make the successor of a key, which itself is good for so long still; keep who follows whom.

    Raises BadKey for a key that has ended or is followed already.
    """
    with transaction.atomic():
        old = ApiKey.objects.select_for_update().get(pk=key.pk)
        if has_ended(old, now=now):
            raise keys.BadKey(f"{old} has ended: make a new key instead.")
        if ApiKey.objects.filter(predecessor=old).exists():
            raise keys.BadKey(f"{old} is followed by another key already: rotate that one.")
        new, text = keys.rotate(old, overlap=overlap, now=now)
        new.made_by, new.predecessor = by, old
        new.save(update_fields=["made_by", "predecessor"])
    return new, text


def has_ended(key: ApiKey, *, now: datetime) -> bool:
    return key.expires_at is not None and key.expires_at <= now
