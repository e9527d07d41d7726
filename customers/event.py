"""What an event kind is: how it is shown, which data it carries, and which profile columns it feeds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from customers import schemas

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Tally:
    """The columns of Profile that a kind feeds; amounts count in the hub's own currency only."""

    count: str
    last: str
    first: str = ""
    amount: str = ""


@dataclass(frozen=True)
class EventType:
    """One kind of interaction.

    `icon` is a heroicon, `tone` one of neutral, good, warn, bad, info, muted. `fields` names the data it
    knows with their types; others are kept but not checked. `sentence` makes the summary where the
    recorder gives none.
    """

    key: str
    label: str
    icon: str
    direction: str
    channel: str = ""
    tone: str = "neutral"
    tally: Tally | None = None
    fields: Mapping[str, type | tuple[type, ...]] = field(default_factory=dict)
    sentence: Callable[[Data], str] | None = None
    is_machine: bool = False
    kept_when_erased: tuple[str, ...] = ()
    """What of the data outlives an erasure; kind, dates, channel and amounts always do."""
    schema: str = ""
    """The JSON Schema of a declared kind, as text."""
    takes_amount: bool = True
    counts_as: str = ""
    """The kind whose columns of the profile it feeds besides; for declared kinds, which have no tally."""
    is_declared: bool = False

    def summary(self, data: Data) -> str:
        return self.sentence(data) if self.sentence else self.label

    @property
    def is_choosy(self) -> bool:
        """Whether it asks more of an entry than every kind does."""
        return bool(self.fields or self.schema or not self.takes_amount)

    def flaw(self, data: Data) -> tuple[str, str] | None:
        """Say where in the data something is wrong (a JSON Pointer) and what, or None."""
        if self.schema:
            return schemas.flaw(self.schema, data)
        for name, kind in self.fields.items():
            if name in data and not isinstance(data[name], kind):
                return f"/{name}", f"{name} of {self.key} must be {_type_words(kind)}, not {data[name]!r}"
        return None


def minutes(data: Data) -> str:
    """Say how long something took; nothing where nobody wrote it down."""
    took = data.get("minutes")
    return f"{took} {'minute' if str(took) == '1' else 'minutes'}" if took else ""


def _type_words(kind: type | tuple[type, ...]) -> str:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    words = {str: "text", int: "a whole number", float: "a number", bool: "true or false", list: "a list"}
    return " or ".join(words.get(each, each.__name__) for each in kinds)
