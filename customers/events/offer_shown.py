"""An offer was shown where the customer came by themselves: website, portal, cash machine."""

from customers.event import EventType

OFFER_SHOWN = EventType(
    key="offer_shown",
    label="Offer shown",
    icon="eye",
    direction="out",
    tone="neutral",
    fields={"topic": str, "offer": str},
    kept_when_erased=("topic", "offer"),
)
