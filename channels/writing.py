"""What customers write to us on their own pages: into the history like any answer, and not without end."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from channels import receipts
from channels.models import Message
from customers import history, identity
from customers.models import Interaction

LONGEST = 5000
WINDOW = timedelta(hours=1)
PER_WINDOW = 10
_SOURCE = "portal"


class TooMuch(Exception):
    """This customer has written so much within the hour that a person should call instead."""


def write(
    customer_id: int, text: str, *, message_id: int | None = None, once: str = "", now: datetime
) -> bool:
    """Record what a customer wrote; with `message_id` as an answer to that message, which must be theirs.

    The same `once` records once: a form sent twice says it once. Returns whether it was new. Raises TooMuch
    beyond ten an hour, counted under a lock on the customer.
    """
    with transaction.atomic():
        identity.hold([customer_id])
        recent = Interaction.objects.filter(
            customer_id=customer_id, kind="message_replied", channel="portal", occurred_at__gt=now - WINDOW
        )
        if recent.count() >= PER_WINDOW:
            raise TooMuch
        answered = Message.objects.filter(pk=message_id).only("campaign_id").first() if message_id else None
        entry = history.Entry(
            customer_id=customer_id,
            occurred_at=now,
            kind="message_replied",
            source=_SOURCE,
            source_id=f"{customer_id}:{once or uuid4().hex}",
            channel="portal",
            actor="customer",
            summary=_gist(text),
            data={"text": text[:LONGEST]},
            message_id=answered.pk if answered else None,
            campaign_id=answered.campaign_id if answered else None,
        )
        is_new = bool(history.record([entry], now=now).new)
        if is_new and answered:
            receipts.replied(answered.pk, now=now)
    return is_new


def _gist(text: str, length: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
