"""We learned something about the customer."""

from customers.event import EventType

FACT_LEARNED = EventType(key="fact_learned", label="Learned", icon="light-bulb", direction="in", tone="info")
