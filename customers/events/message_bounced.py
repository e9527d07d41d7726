"""A message of ours came back."""

from customers.event import EventType, Tally

MESSAGE_BOUNCED = EventType(
    key="message_bounced",
    label="Came back",
    icon="exclamation-triangle",
    direction="in",
    tone="bad",
    tally=Tally("bounces", last="last_bounce_at"),
)
