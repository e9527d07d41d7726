"""API keys: made, found again by what is shown of them, rotated with an overlap, ended."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from customers import asking
from customers.models import Partner
from hub.models import ApiKey, FirstAnswer

SCOPES = {
    "customers:read": "Find and read customers, their facts, dials and consents",
    "customers:write": "Make customers and bring them up to date; add facts",
    "interactions:read": "Read timelines",
    "interactions:write": "Record what happened",
    "event-kinds:write": "Declare kinds of interactions, change and retire them",
    "dials:write": "Turn dials as customers say",
    "consents:write": "Take down consents with their evidence",
    "messages:read": "See what became of messages",
    "messages:write": "Send messages, as far as customers allow",
    "webhooks:read": "See webhooks and what they were told",
    "webhooks:write": "Make, change and replay webhooks",
    "conversations:read": "Read conversations",
    "conversations:write": "Answer in conversations, and put them to rest",
    "worklist:read": "See what is on the work list",
    "worklist:write": "Take calls and branch tasks in hand, and tell what came of them",
    "partners:read": "See partners, and how many they brought",
    "partners:write": "Make and change partners, and remove what came from them",
    "campaigns:read": "Read campaigns, their results, and counts of audiences",
    "decisions:read": "Read decisions, and the bundle for tills that lose their line",
    "decisions:write": "Ask what to say next, and tell what came of it",
    "offers:read": "Read offers and what became of them",
    "offers:write": "Make offers and bring them up to date",
}
PARTNER_SCOPES = {
    "partner:read": "Read what this partner brought",
    "partner:write": "Bring customers and interactions under the partner's own source, and remove them",
}
"""For keys that are bound to a partner, and the only ones for those."""
EVERY = SCOPES | PARTNER_SCOPES
FORGET_ANSWERS_AFTER = timedelta(hours=24)
LONGEST_NAME = 40
MARK = "rapport_"
"""What a key begins with, and no token."""
_MINUTE = timedelta(minutes=1)
_COLUMNS = [field.attname for field in ApiKey._meta.concrete_fields]
_FIND = f"SELECT {', '.join(_COLUMNS)} FROM hub_apikey WHERE prefix = %s"


class BadKey(ValueError):
    """A key that cannot be made like this."""


def make(
    name: str,
    scopes: Collection[str],
    *,
    now: datetime,
    expires_at: datetime | None = None,
    per_minute: int = 600,
    partner: Partner | None = None,
    by: str = "",
    predecessor: ApiKey | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with the text to hand over, which can never be shown again. Raises BadKey.

    The key of a partner opens what that partner brought, and nothing else. Nobody named in `by` is the
    command line.
    """
    key, secret = _new(name, scopes, now, expires_at, per_minute, partner), secrets.token_urlsafe(32)
    key.digest = _digest(key.prefix, secret, settings.SECRET_KEY)
    key.made_by, key.predecessor = by, predecessor
    key.save()
    return key, f"{MARK}{key.prefix}_{secret}"


def make_for_client(
    name: str,
    scopes: Collection[str],
    *,
    now: datetime,
    expires_at: datetime | None = None,
    per_minute: int = 600,
    partner: Partner | None = None,
) -> ApiKey:
    """Make a key that no text opens: a client of OAuth named by its prefix gets tokens. Raises BadKey."""
    key = _new(name, scopes, now, expires_at, per_minute, partner)
    key.save()
    return key


def of_client(client_id: str, *, now: datetime) -> ApiKey | None:
    """Return the key behind a client of OAuth, unless it has ended."""
    key = ApiKey.objects.filter(prefix=client_id, digest="").first()
    return None if key is None or has_ended(key, now=now) else key


def find(text: str, *, now: datetime) -> ApiKey | None:
    """Return the key that this text is, unless it has ended; note its use, at most once a minute."""
    prefix, _, secret = text.removeprefix(MARK).partition("_")
    is_shaped = text.startswith(MARK) and len(prefix) == 8
    row = asking.ask(_FIND, [prefix]).fetchone() if is_shaped else None
    key = ApiKey.from_db("default", _COLUMNS, row) if row else None
    if key is None or not _is_right(key, secret) or has_ended(key, now=now):
        return None
    note_use(key, now=now)
    return key


def note_use(key: ApiKey, *, now: datetime) -> None:
    """Note the use, at most once a minute; who does throws away answers that nobody may ask for again."""
    if key.last_used_at is not None and now - key.last_used_at < _MINUTE:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - _MINUTE)
    if ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now):
        FirstAnswer.objects.filter(api_key=key, began_at__lt=now - FORGET_ANSWERS_AFTER).delete()


def rotate(key: ApiKey, *, overlap: timedelta, by: str = "", now: datetime) -> tuple[ApiKey, str]:
    """Make the successor of a key, which itself is good for so long still.

    Raises BadKey for a client of OAuth, and for a key that has ended or is followed already.
    """
    with transaction.atomic():
        old = ApiKey.objects.select_for_update(of=("self",)).select_related("partner").get(pk=key.pk)
        if old.is_client:
            raise BadKey("This is a client of OAuth: make another, and end this one.")
        if has_ended(old, now=now):
            raise BadKey(f"{old} has ended: make a new key instead.")
        if ApiKey.objects.filter(predecessor=old).exists():
            raise BadKey(f"{old} is followed by another key already: rotate that one.")
        made = make(
            old.name,
            old.scopes,
            now=now,
            expires_at=old.expires_at,
            per_minute=old.per_minute,
            partner=old.partner,
            by=by,
            predecessor=old,
        )
        end(old, at=now + overlap)
    return made


def has_ended(key: ApiKey, *, now: datetime) -> bool:
    return key.expires_at is not None and key.expires_at <= now


def end(key: ApiKey, *, at: datetime) -> None:
    """Let a key end at this moment, or earlier where it would have anyway."""
    key.expires_at = min(key.expires_at or at, at)
    key.save(update_fields=["expires_at"])


def _new(
    name: str,
    scopes: Collection[str],
    now: datetime,
    expires_at: datetime | None,
    per_minute: int,
    partner: Partner | None,
) -> ApiKey:
    known = PARTNER_SCOPES if partner else SCOPES
    if unknown := sorted(set(scopes) - known.keys()):
        whose = "for a partner's key" if partner else "for a key of our own"
        raise BadKey(f"There is no scope {unknown[0]!r} {whose}; there are {', '.join(known)}.")
    if not scopes or not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise BadKey(f"A key has a name of at most {LONGEST_NAME} characters, and at least one scope.")
    return ApiKey(
        name=name.strip(),
        prefix=secrets.token_hex(4),
        scopes=sorted(set(scopes)),
        per_minute=per_minute,
        made_at=now,
        expires_at=expires_at,
        partner=partner,
    )


def _digest(prefix: str, secret: str, hash_key: str) -> str:
    return salted_hmac(f"hub.api.keys.{prefix}", secret, secret=hash_key, algorithm="sha256").hexdigest()


def _is_right(key: ApiKey, secret: str) -> bool:
    hash_keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(key.digest, _digest(key.prefix, secret, each)) for each in hash_keys)
