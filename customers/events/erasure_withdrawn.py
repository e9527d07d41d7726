"""A customer took back the wish to be erased."""

from customers.event import EventType

ERASURE_WITHDRAWN = EventType(
    key="erasure_withdrawn",
    label="Took back the wish to be erased",
    icon="arrow-uturn-left",
    direction="in",
    tone="good",
)
