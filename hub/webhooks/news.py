"""From the history to who wants to be told: each piece of news becomes one delivery for each that asked.

The history is read behind a cursor that moves in the same transaction, so nothing is missed and nothing
told twice under two names, however often this is called or breaks off.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from customers import history
from customers.history import News
from customers.models import Customer, Interaction
from hub.models import Delivery, NewsCursor, Webhook

_NAME = "webhooks"
_BATCH = 1000


def spread(*, now: datetime) -> int:
    """Make deliveries of what was recorded since the last time; return how many."""
    made = 0
    while True:
        count, is_done = _spread_some(now)
        made += count
        if is_done:
            return made


def bodies(interaction_ids: Iterable[int]) -> dict[int, bytes]:
    """Return what is told of each interaction; one that was erased since is missing. Two statements."""
    rows = list(Interaction.objects.filter(id__in=list(interaction_ids)))
    numbers = {
        customer.pk: customer for customer in Customer.objects.filter(pk__in={r.customer_id for r in rows})
    }
    return {row.id: _body(row, numbers) for row in rows}


def _spread_some(now: datetime) -> tuple[int, bool]:
    """Take one batch, in one transaction with the cursor; whoever else is at it does it for us."""
    with transaction.atomic():
        NewsCursor.objects.get_or_create(name=_NAME, defaults={"at": history.head()})
        cursor = NewsCursor.objects.select_for_update(skip_locked=True).filter(name=_NAME).first()
        if cursor is None:
            return 0, True
        news = history.since(cursor.at, limit=_BATCH)
        if not news:
            return 0, True
        wanted = _deliveries(news, now)
        Delivery.objects.bulk_create(wanted, ignore_conflicts=True)
        cursor.at = news[-1].id
        cursor.save(update_fields=["at"])
    return len(wanted), len(news) < _BATCH


def _deliveries(news: list[News], now: datetime) -> list[Delivery]:
    by_kind: dict[str, list[int]] = {}
    for pk, kinds in Webhook.objects.filter(stopped_at=None).values_list("pk", "kinds"):
        for kind in kinds:
            by_kind.setdefault(kind, []).append(pk)
    return [
        Delivery(webhook_id=webhook_id, interaction_id=each.id, kind=each.kind, due_at=now, created_at=now)
        for each in news
        for webhook_id in by_kind.get(each.kind, ())
    ]


def _body(row: Interaction, customers: Mapping[int, Customer]) -> bytes:
    customer = customers.get(row.customer_id)
    said: dict[str, Any] = {
        "id": row.id,
        "customer": customer.number if customer else None,
        "occurred_at": row.occurred_at,
        "kind": row.kind,
        "channel": row.channel,
        "direction": row.direction,
        "actor": row.actor,
        "summary": row.summary,
        "data": row.data,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "message": row.message_id,
        "campaign": row.campaign_id,
    }
    return msgspec.json.encode({"type": row.kind, "timestamp": row.recorded_at, "data": said})
