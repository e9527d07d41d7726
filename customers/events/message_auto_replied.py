"""A machine of the customer's answered (out of office and the like): kept, never answered."""

from customers.event import EventType

MESSAGE_AUTO_REPLIED = EventType(
    key="message_auto_replied",
    label="Automatic answer",
    icon="cpu-chip",
    direction="in",
    tone="muted",
    is_machine=True,
)
