"""A visit in a branch, at a till or on the web."""

from customers.event import Data, EventType, Tally, minutes


def sentence(data: Data) -> str:
    came = f"Visited {data['place']}" if data.get("place") else "A visit"
    return " · ".join(
        str(part) for part in (came, data.get("about"), data.get("outcome"), minutes(data)) if part
    )


VISIT = EventType(
    key="visit",
    label="Visit",
    icon="building-storefront",
    direction="in",
    channel="branch",
    tone="info",
    tally=Tally("visits", last="last_visit_at"),
    sentence=sentence,
    kept_when_erased=("minutes",),
)
