"""Two customers turned out to be one person."""

from customers.event import EventType

CUSTOMER_MERGED = EventType(
    key="customer_merged",
    label="Same person as another customer",
    icon="user-group",
    direction="within",
    tone="muted",
)
