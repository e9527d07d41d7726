"""What was left open is settled."""

from customers.event import EventType

LOOP_CLOSED = EventType(
    key="loop_closed",
    label="Settled",
    icon="check-circle",
    direction="within",
    tone="good",
    kept_when_erased=("kind",),
)
