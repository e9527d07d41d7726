"""A phone call, either way."""

from customers.event import Data, EventType


def sentence(data: Data) -> str:
    about = data.get("about") or "A call"
    minutes = data.get("minutes")
    return f"{about} · {minutes} {'minute' if str(minutes) == '1' else 'minutes'}" if minutes else str(about)


CALL = EventType(
    key="call", label="Call", icon="phone", direction="in", channel="call", tone="info", sentence=sentence
)
