"""The other side confirmed that a message of ours arrived."""

from customers.event import EventType

MESSAGE_DELIVERED = EventType(
    key="message_delivered", label="Delivered", icon="envelope", direction="in", tone="muted", is_machine=True
)
