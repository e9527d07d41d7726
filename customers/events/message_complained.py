"""The customer reported a message of ours as unwanted."""

from customers.event import EventType

MESSAGE_COMPLAINED = EventType(
    key="message_complained", label="Complaint", icon="hand-raised", direction="in", tone="bad"
)
