"""We stayed silent: a planned message was not sent, and why."""

from customers.event import EventType, Tally

MESSAGE_REFUSED = EventType(
    key="message_refused",
    label="We stayed silent",
    icon="eye-slash",
    direction="within",
    tone="muted",
    tally=Tally("silences", last="last_silence_at"),
    kept_when_erased=("reason", "topic"),
)
