"""A line that staff wrote by mistake and took back within seconds; the line itself stays."""

from customers.event import EventType

TAKEN_BACK = EventType(
    key="taken_back",
    label="Taken back",
    icon="arrow-uturn-left",
    direction="within",
    tone="muted",
    fields={"interaction": int},
    kept_when_erased=("interaction", "kind"),
)
