"""Hand the deliveries over: claim, post, settle. Receivers that fail have a turn of their own.

A claim is a lease on the receiver, so that each is spoken to by one worker at a time; what a worker had in
hand when it died is posted again under the same webhook-id, by which receivers tell it apart.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from channels import publicweb
from channels.posting import Answer, Call, Line, NotBegun, Said
from hub.models import Delivery, Webhook
from hub.webhooks import news, signing, subscriptions

log = logging.getLogger(__name__)
ANSWER_SECONDS = 10.0
_LEASE = timedelta(seconds=60)
_AT_ONCE = 20
"""To one receiver in one turn; one that fails gets a single try, until it takes something."""
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
WAITS = (
    timedelta(seconds=5), 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR, 20 * _HOUR,
    24 * _HOUR,
)  # fmt: skip
"""After each attempt that failed; with them a delivery is tried ten times over three days."""
STOPPED_AFTER = timedelta(days=5)
"""A receiver that took nothing for so long is told no more, until a person says so."""
KEPT = timedelta(days=30)
S = Delivery.State


def deliver(*, now: datetime) -> int:
    """Post what is due to every receiver that nobody speaks to now; return how many were taken.

    Those that took the last come first and are let go of before the others keep us waiting.
    """
    return _turn(is_failing=False, now=now) + _turn(is_failing=True, now=now)


def _turn(*, is_failing: bool, now: datetime) -> int:
    claimed = _claim(is_failing, now)
    if not claimed:
        return 0
    hooks = Webhook.objects.in_bulk({each.webhook_id for each in claimed})
    found = news.bodies(each.interaction_id for each in claimed if each.interaction_id)
    ready = [each for each in claimed if each.interaction_id is None or each.interaction_id in found]
    calls = [_call(each, hooks[each.webhook_id], found, now) for each in ready]
    line = _line(tuple(settings.INSIDE_NETWORKS))
    said = line.send(calls, start_by=time.monotonic() + ANSWER_SECONDS / 2)
    at = timezone.now()
    gone = [each for each in claimed if each not in ready]
    Delivery.objects.filter(pk__in=[each.pk for each in gone]).update(
        state=S.DROPPED, words="It was erased.", due_at=None
    )
    with transaction.atomic():
        for hook in hooks.values():
            answers = [
                (each, heard) for each, heard in zip(ready, said, strict=True) if each.webhook_id == hook.pk
            ]
            _settle(hook, answers, at)
    return sum(_is_taken(heard) for heard in said)


def forget_old(*, now: datetime) -> int:
    """Throw the log of what ended a month ago away; the history still has it."""
    return Delivery.objects.filter(due_at=None, created_at__lt=now - KEPT).delete()[0]


def ping(webhook: Webhook, *, now: datetime) -> Delivery:
    """Queue a piece of news that is none, to see whether the receiver takes it."""
    return Delivery.objects.create(
        webhook=webhook, interaction_id=None, kind="ping", due_at=now, created_at=now
    )


def message_id_of(delivery: Delivery) -> str:
    """Return its webhook-id, the same however often it is posted."""
    if delivery.interaction_id is None:
        return f"ping_{delivery.pk}"
    return f"news_{delivery.interaction_id}"


def body_of(delivery: Delivery, found: Mapping[int, bytes]) -> bytes | None:
    """Return what is posted, of what news.bodies found; None where it was erased meanwhile."""
    if delivery.interaction_id is not None:
        return found.get(delivery.interaction_id)
    return b'{"type":"ping","timestamp":"%s","data":{}}' % delivery.created_at.isoformat().encode()


def _claim(is_failing: bool, now: datetime) -> list[Delivery]:
    size = 1 if is_failing else _AT_ONCE
    with connection.cursor() as cursor:
        cursor.execute(_FREE, {"now": now, "until": now + _LEASE, "failing": is_failing})
        free = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(_DUE, {"hooks": free, "size": size, "now": now})
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Delivery.objects.filter(pk__in=ids).order_by("pk"))


def _call(delivery: Delivery, hook: Webhook, found: Mapping[int, bytes], now: datetime) -> Call:
    message_id, body = message_id_of(delivery), body_of(delivery, found) or b""
    signed = signing.headers(message_id, now, body, subscriptions.secrets_of(hook, now=now))
    return Call(
        "POST", hook.url, {"Content-Type": "application/json", "User-Agent": "Rapport", **signed}, body
    )


def _settle(hook: Webhook, answers: Sequence[tuple[Delivery, Said]], now: datetime) -> None:
    """Write down what a receiver said, and let go of it."""
    for delivery, said in answers:
        _note(delivery, said, now)
    Delivery.objects.bulk_update(
        [delivery for delivery, _ in answers],
        ["state", "attempts", "due_at", "status", "words", "tried_at"],
    )
    tried = [said for _, said in answers if not _is_resting(said)]
    is_failing = bool(tried) and not any(map(_is_taken, tried))
    if any(map(_is_taken, tried)):
        hook.failing_since = None
    elif is_failing and hook.failing_since is None:
        hook.failing_since = now
    hook.busy_until = None
    hook.save(update_fields=["failing_since", "busy_until"])
    if any(isinstance(said, Answer) and said.status == 410 for said in tried):
        subscriptions.stop(hook, "The receiver answered 410: it is gone for good.", now=now)
    elif hook.failing_since and now - hook.failing_since >= STOPPED_AFTER:
        subscriptions.stop(hook, f"It took nothing for {STOPPED_AFTER.days} days.", now=now)


def _note(delivery: Delivery, said: Said, now: datetime) -> None:
    delivery.status = said.status if isinstance(said, Answer) else None
    delivery.words = _words(said)[:300]
    if not _is_resting(said):
        delivery.tried_at = now
    if _is_taken(said):
        delivery.state, delivery.due_at = S.DELIVERED, None
        delivery.attempts += 1
        return
    rest = said.retry_after if isinstance(said, Answer | NotBegun) else None
    if _is_resting(said):
        delivery.due_at = now + (rest or WAITS[0])
    elif delivery.attempts >= len(WAITS):
        delivery.attempts += 1
        delivery.state, delivery.due_at = S.FAILED, None
    else:
        delivery.due_at = now + max(WAITS[delivery.attempts], rest or timedelta())
        delivery.attempts += 1


def _words(said: Said) -> str:
    if not isinstance(said, Answer):
        return said.words
    if 300 <= said.status < 400:
        return "It redirects, and redirects are not followed: give the address it leads to."
    return "" if _is_taken(said) else said.body[:200].decode("utf-8", "replace").replace("\0", "")


def _is_taken(said: Said) -> bool:
    return isinstance(said, Answer) and 200 <= said.status < 300


def _is_resting(said: Said) -> bool:
    """Say whether nothing was tried, because there was no time left or the receiver asked to wait."""
    return isinstance(said, NotBegun) and (not said.words or said.retry_after is not None)


@cache
def _line(inside: tuple[str, ...]) -> Line:
    return Line(16, ANSWER_SECONDS, publicweb.session(inside))


_FREE = """
UPDATE hub_webhook w SET busy_until = %(until)s
WHERE w.id IN (
    SELECT id FROM hub_webhook f
    WHERE f.stopped_at IS NULL AND (f.failing_since IS NOT NULL) = %(failing)s
        AND (f.busy_until IS NULL OR f.busy_until <= %(now)s)
        AND EXISTS (SELECT 1 FROM hub_delivery d WHERE d.webhook_id = f.id AND d.due_at <= %(now)s)
    ORDER BY f.id FOR UPDATE SKIP LOCKED
)
RETURNING w.id
"""
_DUE = """
SELECT d.id FROM unnest(%(hooks)s::bigint[]) AS hook (id)
CROSS JOIN LATERAL (
    SELECT id FROM hub_delivery
    WHERE webhook_id = hook.id AND due_at <= %(now)s ORDER BY due_at, id LIMIT %(size)s
) d
"""
