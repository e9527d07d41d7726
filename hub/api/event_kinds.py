"""Kinds of interactions: which there are, and those that a house declares, changes and retires itself."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from customers import kinds
from customers.errors import BadKind, BadSchema
from customers.event import EventType
from customers.events import EVENT_TYPES
from customers.models import EventKind
from hub.api import problems
from hub.api.interactions import FROM_OUTSIDE
from hub.api.operation import Call, Done

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
Direction = Literal["in", "out", "within"]


class Declared(msgspec.Struct):
    """What was declared of a kind: the schema of its data, and what it counts as in profiles."""

    schema: dict[str, Any]
    carries_money: bool
    counts_as: str
    version: int
    changed_by: str
    changed_at: datetime
    retired_at: datetime | None


class Kind(msgspec.Struct):
    """A kind of interaction; `fields` names the data that kinds of ours know, with their types."""

    key: str
    label: str
    direction: str
    channel: str
    fields: dict[str, list[str]]
    from_outside: bool
    declared: Declared | None = None


class Kinds(msgspec.Struct):
    items: list[Kind]


class Declare(msgspec.Struct, forbid_unknown_fields=True):
    """A kind as it is to be. The schema is JSON Schema 2020-12 for `data`, and refers to nothing outside."""

    label: Annotated[
        str, msgspec.Meta(min_length=1, max_length=80, description="What the timeline calls it.")
    ]
    schema: dict[str, Any]
    direction: Direction = "in"
    channel: Annotated[str, msgspec.Meta(pattern=r"^([a-z][a-z0-9_-]{0,19})?$(?!\n)")] = ""
    carries_money: Annotated[bool, msgspec.Meta(description="Whether it may have an amount.")] = False
    counts_as: Annotated[
        Literal["", "purchase", "visit"],
        msgspec.Meta(description="What it counts as in profiles; cannot be changed."),
    ] = ""


class DeclaredKind(msgspec.Struct):
    """The kind as it is now; of so many lines recorded lately, how many its schema would refuse today."""

    kind: Kind
    checked: int
    failing: int


def list_event_kinds(call: Call) -> Done:
    """List the kinds of interactions, and which of them may be sent."""
    ours = [_ours(each) for each in EVENT_TYPES.values()]
    return Done(Kinds([*ours, *(_theirs(each) for each in EventKind.objects.all())]))


def read_event_kind(call: Call) -> Done:
    """Read one kind of interaction."""
    key = call.path["kind"]
    if key in EVENT_TYPES:
        return Done(_ours(EVENT_TYPES[key]))
    found = EventKind.objects.filter(key=key).first() if _KEY.fullmatch(key) else None
    if found is None:
        raise problems.not_found("kind of interaction")
    return Done(_theirs(found))


def declare_event_kind(call: Call) -> Done:
    """Declare a kind of interaction, or change it; what was recorded stays as it is."""
    said: Declare = call.body
    if not _KEY.fullmatch(call.path["kind"]):
        raise problems.not_found("kind of interaction")
    try:
        wanted = kinds.Wanted(
            " ".join(said.label.split()), said.direction, said.schema, said.channel, said.carries_money,
            said.counts_as,
        )  # fmt: skip
        kind, is_new = kinds.declare(call.path["kind"], wanted, by=call.actor, now=call.now)
    except BadSchema as error:
        raise problems.invalid(str(error), f"/schema{error.pointer}") from None
    except BadKind as error:
        raise problems.invalid(str(error), error.pointer) from None
    judged = kinds.judge(kind)
    return Done(DeclaredKind(_theirs(kind), *judged), 201 if is_new else 200)


def retire_event_kind(call: Call) -> Done:
    """Take no more of this kind; what was recorded keeps its name. Declaring it again brings it back."""
    key = call.path["kind"]
    found = kinds.retire(key, now=call.now) if _KEY.fullmatch(key) else None
    if found is None:
        raise problems.not_found("declared kind of interaction")
    return Done(_theirs(found))


def _ours(kind: EventType) -> Kind:
    names = {
        name: [_TYPES.get(each, each.__name__) for each in _each(kind.fields[name])] for name in kind.fields
    }
    return Kind(kind.key, kind.label, kind.direction, kind.channel, names, kind.key in FROM_OUTSIDE)


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}


def _each(types: type | tuple[type, ...]) -> tuple[type, ...]:
    return types if isinstance(types, tuple) else (types,)


def _theirs(row: EventKind) -> Kind:
    declared = Declared(
        msgspec.json.decode(row.schema), row.carries_money, row.counts_as, row.version, row.changed_by,
        row.changed_at, row.retired_at,
    )  # fmt: skip
    return Kind(row.key, row.label, row.direction, row.channel, {}, row.retired_at is None, declared)
