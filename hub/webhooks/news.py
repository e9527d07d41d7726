"""From the history to who wants to be told: each piece of news becomes one delivery for each that asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from customers.history import News
from customers.models import Customer, Interaction
from hub.following import follow
from hub.models import Delivery, Webhook


def spread(*, now: datetime) -> int:
    """Make deliveries of what was recorded since the last time; return how many."""

    def take(news: list[News]) -> int:
        wanted = _deliveries(news, now)
        Delivery.objects.bulk_create(wanted, ignore_conflicts=True)
        return len(wanted)

    return follow("webhooks", take, kinds=_takers)


def bodies(interaction_ids: Iterable[int]) -> dict[int, bytes]:
    """Return what is told of each interaction; one that was erased since is missing. Two statements."""
    rows = list(Interaction.objects.filter(id__in=list(interaction_ids)))
    numbers = {
        customer.pk: customer for customer in Customer.objects.filter(pk__in={r.customer_id for r in rows})
    }
    return {row.id: _body(row, numbers) for row in rows}


def _takers() -> dict[str, list[int]]:
    """Return who wants to be told of each kind."""
    by_kind: dict[str, list[int]] = {}
    for pk, kinds in Webhook.objects.filter(stopped_at=None).values_list("pk", "kinds"):
        for kind in kinds:
            by_kind.setdefault(kind, []).append(pk)
    return by_kind


def _deliveries(news: list[News], now: datetime) -> list[Delivery]:
    takers = _takers()
    return [
        Delivery(webhook_id=webhook_id, interaction_id=each.id, kind=each.kind, due_at=now, created_at=now)
        for each in news
        for webhook_id in takers.get(each.kind, ())
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
