"""The customer asked us to come back to an offer later."""

from customers.event import EventType

OFFER_PUT_OFF = EventType(
    key="offer_put_off",
    label="Not now",
    icon="clock",
    direction="in",
    tone="neutral",
    fields={"topic": str, "offer": str, "until": str},
    kept_when_erased=("topic", "offer", "until"),
)
