"""A promise, question, complaint or half-done thing was left open."""

from customers.event import EventType

LOOP_OPENED = EventType(
    key="loop_opened",
    label="Left open",
    icon="flag",
    direction="within",
    tone="warn",
    kept_when_erased=("kind",),
)
