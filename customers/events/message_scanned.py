"""A machine (prefetching proxy, security scanner) fetched a message of ours: kept, greyed, drives nothing."""

from customers.event import EventType

MESSAGE_SCANNED = EventType(
    key="message_scanned",
    label="Fetched by a machine",
    icon="cpu-chip",
    direction="in",
    tone="muted",
    is_machine=True,
)
