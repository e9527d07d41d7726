"""A dial was turned, by the customer or on the customer's word."""

from customers.event import EventType

DIAL_TURNED = EventType(
    key="dial_turned",
    label="Turned a dial",
    icon="adjustments-horizontal",
    direction="in",
    tone="warn",
    kept_when_erased=("position", "topic"),
)
