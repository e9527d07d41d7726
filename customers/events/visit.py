"""A visit in a branch, at a till or on the web."""

from customers.event import Data, EventType, Tally


def sentence(data: Data) -> str:
    return f"Visited {data['place']}" if data.get("place") else "A visit"


VISIT = EventType(
    key="visit",
    label="Visit",
    icon="building-storefront",
    direction="in",
    channel="branch",
    tone="info",
    tally=Tally("visits", last="last_visit_at"),
    sentence=sentence,
)
