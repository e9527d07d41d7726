"""Tell the history what went out."""

from datetime import datetime

from channels.claims import Due
from channels.models import Message
from customers import history


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
