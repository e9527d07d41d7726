"""A person followed a link in a message of ours."""

from customers.event import EventType, Tally

MESSAGE_CLICKED = EventType(
    key="message_clicked",
    label="Followed a link",
    icon="cursor-arrow-rays",
    direction="in",
    tone="good",
    tally=Tally("clicks", last="last_click_at"),
    kept_when_erased=("link",),
)
