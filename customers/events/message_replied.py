"""A customer wrote to us."""

from customers.event import EventType, Tally

MESSAGE_REPLIED = EventType(
    key="message_replied",
    label="Wrote to us",
    icon="chat-bubble-left-ellipsis",
    direction="in",
    tone="info",
    tally=Tally("replies", last="last_reply_at"),
    fields={"text": str},
)
