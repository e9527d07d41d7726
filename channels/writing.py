"""What customers write to us on their own pages: into the history like any answer, and not without end."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from channels import conversations, receipts, wishes
from channels.conversations import Word
from channels.intents import Intent, Name, read_intent
from channels.models import Message
from customers import history, identity, loops
from customers.consent import Evidence
from customers.models import Consent, Customer, Interaction
from customers.models.permission import Purpose

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

    The same `once` records once: a form sent twice says it once. Returns whether it was new. Who plainly
    writes STOP, or less, is obeyed in the same transaction. Raises TooMuch beyond ten an hour, counted under
    a lock on the customer.
    """
    language = Customer.objects.filter(pk=customer_id).values_list("language", flat=True).first() or ""
    intent = read_intent(text, channel="email", language=language)
    with transaction.atomic():
        identity.hold([customer_id])
        recent = Interaction.objects.filter(
            customer_id=customer_id, kind="message_replied", channel="portal", occurred_at__gt=now - WINDOW
        )
        if recent.count() >= PER_WINDOW:
            raise TooMuch
        answered = Message.objects.filter(pk=message_id).first() if message_id else None
        entry = history.Entry(
            customer_id=customer_id,
            occurred_at=now,
            kind="message_replied",
            source=_SOURCE,
            source_id=f"{customer_id}:{once or uuid4().hex}",
            channel="portal",
            actor="customer",
            summary=_gist(text),
            data={
                "text": text[:LONGEST],
                "intent": intent.name.value,
                "confidence": intent.confidence,
                "why": intent.why,
            },
            message_id=answered.pk if answered else None,
            campaign_id=answered.campaign_id if answered else None,
        )
        is_new = bool(history.record([entry], now=now).new)
        if is_new:
            word = Word(customer_id, "portal", text, now, answered_id=entry.message_id)
            asked = {"conversation_id": conversations.heard(word, now=now), "message_id": entry.message_id}
            loops.heard(customer_id, intent.name.value, text, channel="portal", **asked, now=now)
        if is_new and answered:
            receipts.replied(answered.pk, now=now)
        if is_new and intent.is_sure:
            _obey(customer_id, intent, answered, Evidence(text[:2000], _SOURCE, "customer"), now)
    return is_new


def _obey(
    customer_id: int, intent: Intent, answered: Message | None, evidence: Evidence, now: datetime
) -> None:
    """Be silent, or speak less: by the way of the message that is answered, or without one by every way."""
    if intent.name == Name.STOP and answered is not None:
        wishes.stop([customer_id], [answered.contact_point_id], answered.channel, evidence, now=now)
    elif intent.name == Name.STOP:
        given = Consent.objects.filter(customer=customer_id, purpose=Purpose.MARKETING, is_granted=True)
        for channel in given.values_list("channel", flat=True):
            wishes.stop([customer_id], [], channel, evidence, now=now)
    elif intent.name == Name.LESS and answered is not None:
        wishes.fewer(customer_id, answered.channel, answered.topic, evidence, now=now)


def _gist(text: str, length: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
