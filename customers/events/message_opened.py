"""A person opened a message of ours."""

from customers.event import EventType, Tally

MESSAGE_OPENED = EventType(
    key="message_opened",
    label="Opened",
    icon="envelope-open",
    direction="in",
    tone="info",
    tally=Tally("opens", last="last_open_at"),
)
