"""A message of ours was taken by the provider or the customer's mail server."""

from customers.event import EventType, Tally

MESSAGE_ACCEPTED = EventType(
    key="message_accepted",
    label="Sent",
    icon="envelope",
    direction="out",
    tally=Tally("messages", last="last_message_at"),
    kept_when_erased=("version", "topic"),
)
