"""What a bounce or complaint means for the message, its contact point and its customer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from channels import outbox
from channels.mailreading import BounceClass
from channels.models import MOVES, Message, MessageState
from customers import consent, history
from customers.models import ContactPoint, Suppression

SOFT_BOUNCES = 4
SOFT_DAYS = timedelta(days=3)
"""A mailbox is given up after four soft bounces that are at least three days apart from first to last."""


def note(message_id: int, kind: BounceClass, words: str, *, now: datetime) -> bool:
    """Apply one bounce report; False if it changes nothing any more (a second copy, an unknown message).

    A hard bounce bars the contact point for every sender; soft ones do so only when they last; a block says
    something about us, so it bars nobody.
    """
    with transaction.atomic():
        message = _move(message_id, MessageState.BOUNCED, _SUMMARIES[kind], words, now)
        if message is not None and message.contact_point_id is not None:
            point = ContactPoint.objects.select_for_update().get(pk=message.contact_point_id)
            if kind == BounceClass.HARD or (kind == BounceClass.SOFT and _is_lasting(point, now)):
                bar(point, Suppression.Reason.INVALID, evidence=words, now=now)
    return message is not None


def complain(message_id: int, words: str, *, now: datetime) -> bool:
    """Apply a complaint: nothing of ours goes to this contact point again.

    That holds whatever we think became of the message; False if the message itself can move no more.
    """
    with transaction.atomic():
        message = _move(message_id, MessageState.COMPLAINED, "Reported as unwanted", words, now)
        for point in ContactPoint.objects.filter(
            pk__in=Message.objects.filter(pk=message_id).values("contact_point")
        ):
            bar(point, Suppression.Reason.COMPLAINT, evidence=words, now=now)
    return message is not None


def bar(point: ContactPoint, reason: Suppression.Reason, *, evidence: str, now: datetime) -> None:
    """Suppress a contact point and call off what waits for its owners, in one transaction."""
    with transaction.atomic():
        owners = consent.suppress_point(point, reason, evidence=evidence[:1000], now=now)
        outbox.recall(owners, now=now)


_SUMMARIES = {
    BounceClass.HARD: "The address does not exist",
    BounceClass.SOFT: "Could not be delivered this time",
    BounceClass.BLOCK: "The other side refused to take it",
    BounceClass.OTHER: "Came back",
}


def _move(message_id: int, state: MessageState, summary: str, words: str, now: datetime) -> Message | None:
    """Move a message forward and record it; None if it is unknown, beyond that state, or told already."""
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None or (message.state != state and state not in MOVES[MessageState(message.state)]):
        return None
    if not history.record([_entry(message, f"message_{state.value}", summary, words, now)], now=now).new:
        return None
    message.state, message.reason, message.state_at = state, words[:300], now
    message.save(update_fields=["state", "reason", "state_at"])
    return message


def _is_lasting(point: ContactPoint, now: datetime) -> bool:
    first_at = point.soft_bounced_at or now
    ContactPoint.objects.filter(pk=point.pk).update(
        soft_bounces=F("soft_bounces") + 1, soft_bounced_at=first_at
    )
    return point.soft_bounces + 1 >= SOFT_BOUNCES and now - first_at >= SOFT_DAYS


def _entry(message: Message, kind: str, summary: str, words: str, now: datetime) -> history.Entry:
    return history.Entry(
        customer_id=message.customer_id,
        occurred_at=now,
        kind=kind,
        source="message",
        source_id=f"{message.pk}:{kind}",
        channel=message.channel,
        summary=summary,
        data={"words": words[:1000]},
        message_id=message.pk,
        campaign_id=message.campaign_id,
    )
