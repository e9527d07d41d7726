"""Telling again what a receiver did not take: one piece of news, or all of them since a time."""

from datetime import datetime

from hub.models import Delivery, Webhook

S = Delivery.State


def one(delivery: Delivery, *, now: datetime) -> bool:
    """Post it at the next turn, under the id it had; what waits keeps the count of its tries.

    Returns whether it will be: what was erased meanwhile is told to nobody.
    """
    row = Delivery.objects.filter(pk=delivery.pk)
    waited = row.filter(state=S.WAITING).update(due_at=now)
    ended = row.filter(state__in=(S.FAILED, S.DELIVERED)).update(state=S.WAITING, attempts=0, due_at=now)
    return bool(waited or ended)


def not_taken(webhook: Webhook, since: datetime, *, now: datetime) -> int:
    """Post at once what was given up, and what waits to be tried again; return how much that is."""
    rows = webhook.deliveries.filter(created_at__gte=since)
    waits = rows.filter(state=S.WAITING, attempts__gt=0).update(due_at=now)
    return waits + rows.filter(state=S.FAILED).update(state=S.WAITING, attempts=0, due_at=now)
