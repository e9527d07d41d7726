"""A note that staff wrote down."""

from customers.event import Data, EventType


def sentence(data: Data) -> str:
    return str(data.get("text") or "A note")


NOTE = EventType(
    key="note",
    label="Note",
    icon="pencil-square",
    direction="within",
    fields={"text": str},
    sentence=sentence,
    kept_when_erased=("minutes",),
)
