"""The customer asked about an offer."""

from customers.event import EventType

OFFER_ASKED = EventType(
    key="offer_asked",
    label="Asked about an offer",
    icon="question-mark-circle",
    direction="in",
    tone="info",
    fields={"topic": str, "offer": str},
    kept_when_erased=("topic", "offer"),
)
