"""A merge of two customers was taken back."""

from customers.event import EventType

CUSTOMER_UNMERGED = EventType(
    key="customer_unmerged",
    label="Not the same person after all",
    icon="user-group",
    direction="within",
    tone="muted",
)
