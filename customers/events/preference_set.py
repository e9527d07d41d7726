"""A customer said by which channel and in which hours they like to be reached."""

from customers.event import EventType

PREFERENCE_SET = EventType(
    key="preference_set", label="Said how to be reached", icon="clock", direction="in", tone="info"
)
