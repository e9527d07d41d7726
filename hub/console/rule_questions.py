"""The questions that the rule editor offers: how each is asked in a form, and written as a rule."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from campaigns.comparison import NUMBER_WORDS
from campaigns.models import Campaign
from campaigns.segments import attribute, last, profile
from channels.registry import ADAPTERS
from customers.events import EVENT_TYPES
from customers.models import ProfileField
from hub.console import words

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to compare; `write` makes the rule's other keys from what was typed."""

    key: str
    label: str
    input: str
    write: Callable[[str], Shape]
    read: Callable[[Shape], str | None]
    """Return what would have been typed for this rule, or None if the rule is not asked this way."""


@dataclass(frozen=True, slots=True)
class Question:
    """`value` is the select's value, kind and name: profile:purchases."""

    group: str
    value: str
    label: str
    operators: tuple[Operator, ...]
    base: Shape = field(default_factory=dict)

    def operator(self, key: str) -> Operator:
        return next((each for each in self.operators if each.key == key), self.operators[0])


def questions() -> dict[str, Question]:
    """Return every question there is now, in the order of the select; three statements."""
    found = [
        *_profile(),
        *_last(),
        *_attributes(),
        *_facts(),
        *_consents(),
        *_received(),
        Question("Permission", "pressure:lately", "Pressure lately", _NUMBERS, {"pressure": "lately"}),
        *_history(),
        AS_WRITTEN,
    ]
    return {question.value: question for question in found}


def _profile() -> list[Question]:
    return [
        Question(
            "So far",
            f"profile:{name}",
            f"Number of {name}" if name != "spent" else "Amount spent",
            _NUMBERS,
            {"profile": name},
        )
        for name in profile.COLUMNS
    ]


def _last() -> list[Question]:
    return [
        Question("Last time", f"last:{name}", f"Last {name}", _AGO, {"last": name}) for name in last.COLUMNS
    ]


def _attributes() -> list[Question]:
    labels = {"timezone": "Time zone"}
    return [
        Question(
            "The person",
            f"attribute:{name}",
            labels.get(name, name.capitalize()),
            _KNOWN if name == "name" else _TEXTS + _KNOWN,
            {"attribute": name},
        )
        for name in attribute._WORDS
    ]


def _facts() -> list[Question]:
    by_type = {
        ProfileField.Type.TEXT: (*_TEXTS, _typed("contains", "contains"), *_KNOWN),
        ProfileField.Type.NUMBER: _NUMBERS + _KNOWN,
        ProfileField.Type.DATE: _DATES + _KNOWN,
        ProfileField.Type.FLAG: _FLAGS + _KNOWN,
    }
    return [
        Question(
            "What they told us",
            f"fact:{each.key}",
            each.label,
            by_type[ProfileField.Type(each.type)],
            {"fact": each.key},
        )
        for each in ProfileField.objects.all()
    ]


def _consents() -> list[Question]:
    answers = {"granted": "is given", "withdrawn": "was taken back", "unknown": "was never given"}
    return [
        Question(
            "Permission",
            f"consent:{channel}:{purpose}",
            f"Agreement to {purpose} {words.by_channel(channel)}",
            tuple(_fixed(key, label, {"is": key}) for key, label in answers.items()),
            {"consent": channel, "purpose": purpose},
        )
        for channel in ADAPTERS
        for purpose in ("marketing", "service")
    ]


def _received() -> list[Question]:
    reactions = {
        "got": ("got it", {}),
        "opened": ("opened it", {"and": "opened"}),
        "clicked": ("followed a link", {"and": "clicked"}),
        "replied": ("answered", {"and": "replied"}),
        "not_opened": ("got it but did not open it", {"but_not": "opened"}),
        "not_clicked": ("got it but followed no link", {"but_not": "clicked"}),
        "not_replied": ("got it but did not answer", {"but_not": "replied"}),
    }
    operators = tuple(_fixed(key, label, keys) for key, (label, keys) in reactions.items())
    return [
        Question("Earlier campaigns", f"received:{key}", name, operators, {"received": key})
        for key, name in Campaign.objects.values_list("key", "name")[:200]
    ]


def _history() -> list[Question]:
    return [
        Question("In the history (slower)", f"history:{key}", kind.label, _OFTEN, {"history": key})
        for key, kind in EVENT_TYPES.items()
    ]


def _read_json(typed: str) -> Shape:
    try:
        shape = json.loads(typed)
    except ValueError:
        shape = None
    return shape if isinstance(shape, dict) else {"unreadable": typed}


AS_WRITTEN = Question(
    "From a file",
    "written",
    "A rule as it was written",
    (Operator("as", "reads", "text", _read_json, json.dumps),),
)
"""Keeps a rule that no question here asks, so that editing the rest of its audience does not lose it."""


def number_of(text: str) -> Any:
    """Return the number that was typed, or the text itself, which the rule then refuses with its reason."""
    for kind in (int, float):
        try:
            return kind(text.strip().replace(",", "."))
        except ValueError:
            continue
    return text


def _typed(key: str, label: str, kind: str = "text", convert: Callable[[str], Any] = str.strip) -> Operator:
    def read(shape: Shape) -> str | None:
        value = shape.get(key)
        return None if value is None or isinstance(value, list | bool) else str(value)

    return Operator(key, label, kind, lambda typed: {key: convert(typed)}, read)


def _listed(key: str, label: str, convert: Callable[[str], Any] = str) -> Operator:
    def write(typed: str) -> Shape:
        return {key: [convert(each.strip()) for each in typed.split(",") if each.strip()]}

    def read(shape: Shape) -> str | None:
        return ", ".join(str(each) for each in shape[key]) if isinstance(shape.get(key), list) else None

    return Operator(key, label, "text", write, read)


def _fixed(key: str, label: str, keys: Mapping[str, Any]) -> Operator:
    """An operator that needs nothing typed."""

    def read(shape: Shape) -> str | None:
        others = {name: value for name, value in shape.items() if name not in _NAMING}
        return "" if others == dict(keys) else None

    return Operator(key, label, "none", lambda typed: dict(keys), read)


def _write_often(typed: str) -> Shape:
    times, _, days = typed.partition(" in ")
    return {"at_least": number_of(times), "within_days": number_of(days.replace("days", ""))}


def _read_often(shape: Shape) -> str | None:
    return f"{shape.get('at_least', 1)} in {shape.get('within_days', '')}"


_NAMING = frozenset({"profile", "last", "attribute", "fact", "consent", "purpose", "received", "history"})
_NUMBER_LABELS = {
    "at_least": "at least",
    "at_most": "at most",
    "above": "above",
    "below": "below",
    "is": "exactly",
    "is_not": "other than",
}
_NUMBERS = (
    *(
        _typed(key, label, "number", number_of)
        for key, label in _NUMBER_LABELS.items()
        if key in NUMBER_WORDS
    ),
    _listed("between", "between (as 10, 50)", number_of),
)
_AGO = (
    _typed("more_than_days", "more than … days ago", "number", number_of),
    _typed("less_than_days", "less than … days ago", "number", number_of),
    _fixed("never", "never", {"never": True}),
)
_TEXTS = (_typed("is", "is"), _listed("in", "is one of (with commas)"))
_KNOWN = (_fixed("known", "is known", {"known": True}), _fixed("unknown", "is not known", {"known": False}))
_DATES = (
    _typed("before", "before", "date"),
    _typed("after", "after", "date"),
    _typed("is", "on", "date"),
)
_FLAGS = (_fixed("yes", "yes", {"is": True}), _fixed("no", "no", {"is": False}))
_OFTEN = (Operator("often", "how often in the last days (as 2 in 365)", "text", _write_often, _read_often),)
