"""A person of ours offered something: on the phone, at the till, in the branch."""

from customers.event import EventType

OFFER_MADE = EventType(
    key="offer_made",
    label="Offered in person",
    icon="gift",
    direction="out",
    tone="info",
    fields={"topic": str, "excess_reason": str},
    kept_when_erased=("topic",),
)
