"""Who is told of what, and where: made, changed, given a new secret, stopped, told again."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from customers import kinds as known_kinds
from hub.models import Webhook
from hub.webhooks import signing

OVERLAP = timedelta(days=1)
"""How long both secrets sign after a change, so that a receiver can take the new one over."""
LONGEST_REPLAY = timedelta(days=31)
_MOST = 100
_PLAIN = re.compile(r"[\x21-\x7e]{1,500}")


class BadWebhook(ValueError):
    """It cannot be made like this; `field` names what is wrong, the words say why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def make(name: str, url: str, kinds: Collection[str], *, by: str, now: datetime) -> Webhook:
    """Let another system be told of these kinds of interactions from now on. Raises BadWebhook."""
    check(name, url, kinds)
    if Webhook.objects.count() >= _MOST:
        raise BadWebhook("url", f"There are {_MOST} webhooks already: remove one that nobody needs.")
    return Webhook.objects.create(
        name=name.strip(), url=url, kinds=sorted(set(kinds)), secret=signing.new_secret(), made_by=by,
        made_at=now,
    )  # fmt: skip


def check(name: str, url: str, kinds: Collection[str]) -> None:
    """Raise BadWebhook for what could never work, or leads inside."""
    if not name.strip() or len(name.strip()) > 60:
        raise BadWebhook("name", "A webhook has a name of at most 60 characters.")
    if unknown := sorted(set(kinds) - known_kinds.among(kinds).keys()):
        raise BadWebhook("kinds", f"There is no kind {unknown[0]!r}.")
    if not kinds:
        raise BadWebhook("kinds", "Choose at least one kind of news.")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise BadWebhook("url", "This is no address.") from None
    schemes = ("https", "http") if settings.INSIDE_NETWORKS else ("https",)
    if parts.scheme not in schemes or not host or not _PLAIN.fullmatch(url):
        raise BadWebhook("url", "The address must be a whole one and begin with https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadWebhook("url", "The address may hold no user, no password and no part after #.")


def rotate(webhook: Webhook, *, now: datetime) -> str:
    """Give it a new secret and return it; the old one signs too for a day."""
    webhook.old_secret, webhook.old_secret_until = webhook.secret, now + OVERLAP
    webhook.secret = signing.new_secret()
    webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return webhook.secret


def secrets_of(webhook: Webhook, *, now: datetime) -> list[str]:
    """Return the secrets that are good now, the newest first."""
    is_old_good = webhook.old_secret_until is not None and now < webhook.old_secret_until
    return [webhook.secret, webhook.old_secret] if is_old_good else [webhook.secret]


def stop(webhook: Webhook, why: str, *, by: str = "", now: datetime) -> None:
    """Tell it nothing more; what waits stays, and what happens meanwhile can be replayed.

    Without `by` it was the hub that gave up, which is shown until somebody sees to it.
    """
    Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(
        stopped_at=now, stopped_why=why[:300], stopped_by=by
    )


def start(webhook: Webhook) -> None:
    """Tell it again, beginning with what waits."""
    Webhook.objects.filter(pk=webhook.pk).update(
        stopped_at=None, stopped_why="", stopped_by="", failing_since=None
    )


def leave_stopped(webhook: Webhook, *, by: str) -> None:
    """Note that somebody has seen that the hub gave up on it, and wants it so."""
    Webhook.objects.filter(pk=webhook.pk, stopped_at__isnull=False, stopped_by="").update(stopped_by=by)


def replay(webhook: Webhook, since: datetime, until: datetime, *, now: datetime) -> int:
    """Tell again what was recorded in this time, under the same ids; return how much that is.

    Raises BadWebhook for a time longer than a month.
    """
    if not since < until or until - since > LONGEST_REPLAY:
        raise BadWebhook("since", f"Choose a time of at most {LONGEST_REPLAY.days} days.")
    with connection.cursor() as cursor:
        cursor.execute(_REPLAY, [webhook.pk, now, now, since, until, webhook.kinds, now])
        return cursor.rowcount


_REPLAY = """
INSERT INTO hub_delivery
    (webhook_id, interaction_id, kind, state, attempts, due_at, created_at, status, words)
SELECT %s, i.id, i.kind, 'waiting', 0, %s, %s, NULL, ''
FROM customers_interaction i
WHERE i.recorded_at >= %s AND i.recorded_at < %s AND i.kind = ANY(%s)
ORDER BY i.id
ON CONFLICT (webhook_id, interaction_id) DO UPDATE SET state = 'waiting', attempts = 0, due_at = %s
"""
