"""A phone call, either way."""

from customers.event import Data, EventType, minutes


def sentence(data: Data) -> str:
    said = (data.get("about") or "A call", data.get("outcome"), minutes(data))
    return " · ".join(str(part) for part in said if part)


CALL = EventType(
    key="call",
    label="Call",
    icon="phone",
    direction="in",
    channel="call",
    tone="info",
    sentence=sentence,
    kept_when_erased=("minutes",),
)
