"""Tell the history what went out."""

from collections.abc import Sequence
from datetime import datetime

from channels.claims import Due
from channels.models import Message
from customers import history
from customers.models import Touch


def left(messages: Sequence[Message]) -> list[Message]:
    """Note on messages that turn out to have been sent when they were: when the attempt began. Saves nothing.

    Not when that was proven: what a person does with a message within a breath of its sending no person did.
    """
    began = Touch.objects.filter(message_id__in=[message.pk for message in messages])
    touched_at = dict(began.values_list("message_id", "touched_at")) if messages else {}
    for message in messages:
        message.accepted_at = touched_at.get(message.pk, message.state_at)
    return list(messages)


def entry(message: Due | Message, subject: str, at: datetime) -> history.Entry:
    """Return what the history tells of a message that went out at this time under this subject."""
    return history.Entry(
        customer_id=message.customer_id,
        occurred_at=at,
        kind="message_accepted",
        source="message",
        source_id=f"{message.id}:accepted",
        channel=message.channel,
        actor=message.cause,
        summary=subject,
        data={"version": message.arm, "topic": message.topic} if message.arm else {"topic": message.topic},
        message_id=message.id,
        campaign_id=message.campaign_id,
    )
