"""A customer asked to be erased; it is carried out when the cool-off ends."""

from customers.event import EventType

ERASURE_ASKED = EventType(
    key="erasure_asked",
    label="Asked to be erased",
    icon="trash",
    direction="in",
    tone="warn",
    kept_when_erased=("due",),
)
