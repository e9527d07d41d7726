"""The customer said yes to an offer."""

from customers.event import EventType

OFFER_ACCEPTED = EventType(
    key="offer_accepted",
    label="Said yes to an offer",
    icon="check-circle",
    direction="in",
    tone="good",
    fields={"topic": str, "offer": str},
    kept_when_erased=("topic", "offer"),
)
