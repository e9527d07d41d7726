"""What is open was given to somebody else to see to."""

from customers.event import EventType

LOOP_HANDED_OVER = EventType(
    key="loop_handed_over",
    label="Handed over",
    icon="arrow-right-circle",
    direction="within",
    tone="neutral",
    kept_when_erased=("kind",),
)
