"""Touches by people: an offer on the phone, at the till or in the branch spends what a message would."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from customers import gate, history, merging
from customers.errors import OverAllowance
from customers.gate import EXCUSABLE, Ask, Verdict
from customers.models import ContactPoint, Suppression, Touch
from customers.models.permission import Purpose

CHANNELS = ("call", "till", "branch")
CONTACT_KINDS = {"call": ContactPoint.Kind.PHONE.value}
"""What a channel of people needs an address of; the others need none, for the customer comes to us."""
_ONE_TALK = timedelta(hours=12)
"""An answer belongs to what was offered at the same place within so long before it."""


def by_person(
    customer_id: int,
    channel: str,
    topic: str,
    *,
    actor: str,
    summary: str,
    excess_reason: str = "",
    offer_id: int | None = None,
    decision_id: int | None = None,
    now: datetime,
) -> Verdict:
    """Spend a touch for what a person offers or has offered, and tell the history; one transaction.

    Raises OverAllowance, having spent nothing, when the gate does not allow it: for want of room (EXCUSABLE)
    it is taken with an `excess_reason`, which is kept with the touch; a customer's no is not. The verdict
    returned then still says what was gone over.
    """
    ask = Ask(
        customer_id,
        channel,
        topic,
        Purpose.MARKETING,
        contact_point(customer_id, channel),
        actor=actor,
    )
    with transaction.atomic():
        (verdict,) = gate.spend([ask], now=now, excess_reason=excess_reason)
        if not verdict.is_allowed and not (excess_reason and verdict.reason in EXCUSABLE):
            raise OverAllowance(f"{verdict.reason.label}.", verdict)
        entry = _entry(ask, summary, "" if verdict.is_allowed else excess_reason, now)
        history.record([entry._replace(offer_id=offer_id, decision_id=decision_id)], now=now)
    return verdict


def answered(customer_id: int, channel: str, topic: str, *, now: datetime) -> None:
    """Note that the customer answered what was offered in person: it weighs less in the pressure then."""
    Touch.objects.filter(
        customer_id__in=merging.family(customer_id),
        channel=channel,
        topic=topic,
        message_id=None,
        answered_at=None,
        touched_at__range=(now - _ONE_TALK, now),
    ).update(answered_at=now)


def contact_point(customer_id: int, channel: str) -> int | None:
    """Return the oldest point this channel can use, one that nothing bars if there is one."""
    if channel not in CONTACT_KINDS:
        return None
    bars = Suppression.objects.filter(contact_point=OuterRef("pk"), lifted_at=None)
    points = ContactPoint.objects.filter(kind=CONTACT_KINDS[channel], ownerships__customer=customer_id)
    return points.order_by(Exists(bars), "ownerships__id").values_list("pk", flat=True).first()


def _entry(ask: Ask, summary: str, excess_reason: str, now: datetime) -> history.Entry:
    data = {"topic": ask.topic}
    if excess_reason:
        summary, data["excess_reason"] = f"{summary} (over the allowance: {excess_reason})", excess_reason
    return history.Entry(
        customer_id=ask.customer_id,
        occurred_at=now,
        kind="offer_made",
        source="touch",
        source_id=f"{ask.customer_id}:{ask.channel}:{ask.topic}:{ask.actor}:{now.isoformat()}",
        channel=ask.channel,
        actor=ask.actor,
        summary=summary,
        data=data,
    )
