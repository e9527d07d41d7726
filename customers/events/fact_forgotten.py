"""A customer deleted what we had learned about them."""

from customers.event import EventType

FACT_FORGOTTEN = EventType(
    key="fact_forgotten",
    label="Deleted what we knew",
    icon="trash",
    direction="in",
    tone="warn",
    kept_when_erased=("field",),
)
