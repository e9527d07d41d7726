"""The kinds that a house declares: read beside those in customers/events, declared, changed, retired.

Nothing is kept between two batches but what was compiled, by the words it was compiled from. So a change
holds everywhere with the next batch, for one statement in each batch that names a declared kind at all.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

import msgspec
from django.db import connection, transaction

from customers import schemas
from customers.errors import BadKind
from customers.event import Data, EventType
from customers.events import EVENT_TYPES
from customers.models import EventKind

COUNTED = ("purchase", "visit")
"""What a declared kind may count as."""
MOST = 200
LATELY, MOST_JUDGED = 100_000, 1_000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_TOLD, _LONGEST_TOLD, _LONGEST_VALUE = 6, 240, 80


class Wanted(NamedTuple):
    """What a kind is to be like."""

    label: str
    direction: str
    schema: Mapping[str, Any]
    channel: str = ""
    carries_money: bool = False
    counts_as: str = ""


class Judged(NamedTuple):
    """Of so many lines recorded lately, how many a schema would refuse today."""

    checked: int
    failing: int


def among(keys: Iterable[str], *, retired: bool = False) -> Mapping[str, EventType]:
    """Return the kinds of ours and those of these keys that are declared; with `retired` also past ones."""
    others = [key for key in set(keys) - EVENT_TYPES.keys() if _KEY.fullmatch(key)]
    return {**EVENT_TYPES, **_read(others, retired)} if others else EVENT_TYPES


def every(*, retired: bool = True) -> dict[str, EventType]:
    """Return all kinds, ours first; with `retired` also those that once were."""
    return EVENT_TYPES | _read(None, retired)


def declare(key: str, wanted: Wanted, *, by: str, now: datetime) -> tuple[EventKind, bool]:
    """Declare a kind or change it, and say whether it is new; a retired one is back. Raises BadKind.

    What it counts as stays: profiles have been counted by it. Raises BadSchema where the schema is none.
    """
    if not _KEY.fullmatch(key) or key in EVENT_TYPES:
        raise BadKind("a key is small letters, digits and _, and none of the kinds we have already", "/key")
    text = schemas.written(wanted.schema)
    with transaction.atomic():
        row = EventKind.objects.select_for_update().filter(key=key).first()
        if row is None and EventKind.objects.count() >= MOST:
            raise BadKind(f"there are {MOST} declared kinds already", "/key")
        if row is not None and row.counts_as != wanted.counts_as:
            raise BadKind("stays as it was: profiles have been counted by it", "/counts_as")
        kind = EventKind(
            key=key, version=row.version + 1 if row else 1, changed_by=by, changed_at=now,
            **wanted._asdict() | {"schema": text},
        )  # fmt: skip
        kind.save(force_insert=row is None, force_update=row is not None)
    return kind, row is None


def retire(key: str, *, now: datetime) -> EventKind | None:
    """Take no more of this kind; what was recorded stays, under its name. None if there is no such kind."""
    kind = EventKind.objects.select_for_update().filter(key=key).first()
    if kind is not None and kind.retired_at is None:
        kind.retired_at = now
        kind.save(update_fields=["retired_at"])
    return kind


def judge(kind: EventKind) -> Judged:
    """Hold the newest lines of a kind against its schema: 1,000 of them among the last 100,000 of all."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [LATELY, kind.key, MOST_JUDGED])
        rows = [msgspec.json.decode(data) for (data,) in cursor.fetchall()]
    return Judged(len(rows), sum(schemas.flaw(kind.schema, data) is not None for data in rows))


def _read(keys: list[str] | None, retired: bool) -> dict[str, EventType]:
    found = EventKind.objects.all() if keys is None else EventKind.objects.filter(key__in=keys)
    found = found if retired else found.filter(retired_at=None)
    return {row[0]: _event_type(*row) for row in found.values_list(*_COLUMNS)}


_COLUMNS = ("key", "label", "direction", "channel", "schema", "carries_money", "counts_as")


@lru_cache(maxsize=2 * MOST)
def _event_type(
    key: str, label: str, direction: str, channel: str, schema: str, carries_money: bool, counts_as: str
) -> EventType:
    return EventType(
        key=key, label=label, icon="puzzle-piece", direction=direction, channel=channel, tone="info",
        sentence=partial(_sentence, label, schemas.fields(schema)), schema=schema,
        takes_amount=carries_money, counts_as=counts_as, is_declared=True,
    )  # fmt: skip


def _sentence(label: str, names: Mapping[str, str], data: Data) -> str:
    """Tell the data by the names that the schema gives it, first what it names first."""
    ordered = [*(name for name in names if name in data), *(name for name in data if name not in names)]
    told = [f"{names.get(name, name)}: {words}" for name in ordered if (words := _words(data[name]))]
    return " · ".join(told[:_MOST_TOLD])[:_LONGEST_TOLD] or label


def _words(value: Any) -> str:
    """Say a value in short; what holds others only by their number, where they are not plain themselves."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return " ".join(str(value).split())[:_LONGEST_VALUE]
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return ", ".join(map(_words, value))[:_LONGEST_VALUE]
    return str(len(value)) if isinstance(value, list) else ""


_LATEST = """
SELECT data FROM customers_interaction
WHERE id > (SELECT last_value - %s FROM customers_interaction_id_seq) AND kind = %s AND source_id <> ''
ORDER BY id DESC LIMIT %s
"""
