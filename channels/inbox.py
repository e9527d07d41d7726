"""The inbox: what waits there for a customer, and what they do with it.

A message is in it once it is accepted; it has been delivered when somebody pulled it, and opened when it
was read. When it stops being worth reading it is gone; what was put away does not come back.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from channels import addresses, pushtext, rendering
from channels.liquid import BrokenTemplate
from channels.models import Content, Dismissal, Message, MessageState
from customers import history

CHANNEL = "inapp"
MOST = 50
_THERE = (MessageState.ACCEPTED, MessageState.DELIVERED)


class Item(NamedTuple):
    """One message of an inbox; `link` counts who follows it."""

    message: Message
    subject: str
    text: str
    link: str

    @property
    def is_read(self) -> bool:
        return self.message.opened_at is not None


def waiting(customer_ids: Sequence[int], *, now: datetime) -> list[Item]:
    """Return what lies in a person's inbox, the newest first. Changes nothing."""
    found = _lying(customer_ids, now).order_by("-accepted_at", "-pk")[:MOST]
    return [item for message in found if (item := _item(message)) is not None]


def one(customer_ids: Sequence[int], message_id: int, *, now: datetime) -> Item | None:
    """Return one message of this person's inbox."""
    message = _lying(customer_ids, now).filter(pk=message_id).first()
    return _item(message) if message else None


def pulled(messages: Sequence[Message], *, now: datetime) -> None:
    """Note that these were fetched, by a page or an app: they have arrived."""
    new = [each.pk for each in messages if each.state == MessageState.ACCEPTED]
    with transaction.atomic():
        moved = list(Message.objects.select_for_update().filter(pk__in=new, state=MessageState.ACCEPTED))
        Message.objects.filter(pk__in=[each.pk for each in moved]).update(
            state=MessageState.DELIVERED, state_at=now
        )
        history.record([_entry(each, "message_delivered", now) for each in moved], now=now)


def read(customer_ids: Sequence[int], message_id: int, *, now: datetime) -> bool:
    """Note that the customer opened a message; False if it is not in their inbox. Once is enough."""
    with transaction.atomic():
        message = _held(customer_ids, message_id, now)
        if message is None:
            return False
        pulled([message], now=now)
        if message.opened_at is None:
            Message.objects.filter(pk=message.pk).update(opened_at=now)
            history.record([_entry(message, "message_opened", now)], now=now)
    return True


def dismiss(customer_ids: Sequence[int], message_id: int, *, now: datetime) -> bool:
    """Put a message away for good; False if it is not in this person's inbox (any more)."""
    with transaction.atomic():
        message = _held(customer_ids, message_id, now)
        if message is None:
            return False
        pulled([message], now=now)
        Dismissal.objects.get_or_create(message=message, defaults={"dismissed_at": now})
    return True


def _lying(customer_ids: Sequence[int], now: datetime) -> QuerySet[Message]:
    away = Dismissal.objects.filter(message=OuterRef("pk"))
    return Message.objects.filter(
        ~Exists(away),
        Q(not_after=None) | Q(not_after__gte=now),
        customer__in=customer_ids,
        channel=CHANNEL,
        state__in=_THERE,
    )


def _held(customer_ids: Sequence[int], message_id: int, now: datetime) -> Message | None:
    return _lying(customer_ids, now).filter(pk=message_id).select_for_update(of=["self"]).first()


def _item(message: Message) -> Item | None:
    """Return the words exactly as they were merged; None for what cannot be shown any more."""
    if message.content_id is None or message.context is None:
        return None
    try:
        subject, text, _ = rendering.show(message.content_id, message.context, message.pk)
    except (BrokenTemplate, Content.DoesNotExist):
        return None
    notice = pushtext.notice(" ".join(subject.split()), text)
    link = addresses.link_url(message.pk, 0) if rendering.words_of(message.content_id).links else ""
    return Item(message, notice.title, notice.body, link)


def _entry(message: Message, kind: str, now: datetime) -> history.Entry:
    return history.Entry(
        customer_id=message.customer_id,
        occurred_at=now,
        kind=kind,
        source="message",
        source_id=f"{message.pk}:{kind}",
        channel=message.channel,
        message_id=message.pk,
        campaign_id=message.campaign_id,
    )
