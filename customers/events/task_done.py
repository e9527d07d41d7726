"""A person of ours carried out what was on their list for this customer, or tried to."""

from customers.event import Data, EventType, minutes


def sentence(data: Data) -> str:
    said = (data.get("about") or "A task of ours", data.get("outcome"), minutes(data))
    return " · ".join(str(part) for part in said if part)


TASK_DONE = EventType(
    key="task_done",
    label="Task",
    icon="clipboard-document-check",
    direction="out",
    channel="branch",
    tone="info",
    fields={"outcome": str, "text": str},
    sentence=sentence,
    kept_when_erased=("minutes",),
)
