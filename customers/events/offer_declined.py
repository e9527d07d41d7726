"""The customer said no to an offer; it and its relatives rest."""

from customers.event import EventType

OFFER_DECLINED = EventType(
    key="offer_declined",
    label="Said no to an offer",
    icon="x-circle",
    direction="in",
    tone="warn",
    fields={"topic": str, "offer": str},
    kept_when_erased=("topic", "offer"),
)
